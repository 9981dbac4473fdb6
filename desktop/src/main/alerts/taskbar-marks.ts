/** The parts of the taskbar and the Dock that mark the app. */
export interface Taskbar {
  /** Lets the app's button flash, or ends it. */
  flash(isFlashing: boolean): void;
  /** Shows a number on the app's icon; nothing for 0. */
  setBadge(count: number): void;
}

/** The facts that the marks tell. */
export interface Marked {
  readonly ringing: boolean;
  readonly missed: number;
}

/** Returns a function that flashes while a call rings, and shows the number of missed calls. */
export function createTaskbarMarks(taskbar: Taskbar): (marked: Marked) => void {
  let before: Marked = { ringing: false, missed: 0 };
  return (marked) => {
    if (marked.ringing !== before.ringing) taskbar.flash(marked.ringing);
    if (marked.missed !== before.missed) taskbar.setBadge(marked.missed);
    before = marked;
  };
}
