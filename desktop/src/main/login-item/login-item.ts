/** The start of the app at the person's login. */
export interface LoginItem {
  isEnabled(): boolean;
  setEnabled(enabled: boolean): void;
  /** Adapts an item that is on to the place of the app, which moves with some updates. */
  refresh(): void;
}

/** Switch with which the system starts the app at the login: the window stays in the tray. */
export const hiddenSwitch = "--hidden";

/** A program with its arguments. */
export type Command = readonly [program: string, ...args: string[]];
