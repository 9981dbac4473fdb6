import type { CallView, ClientState } from "@synapse-voice/client";

/** The windows that a ring opens and closes. */
export interface RingingWindows {
  /** Returns whether the person wants alerts on this computer. */
  mayOpenRing(): boolean;
  /** Opens the ring window, or leaves it open. */
  openRing(): void;
  /** Closes the ring window, if it is open. */
  closeRing(): void;
  /** Loads the console, if it waits after crashes: it has the sound of the calls. */
  loadConsole(): void;
  /** Brings the window with the console to the front, with the focus. */
  showConsole(): void;
}

/** Follows the calls of the account. */
export interface Ringing {
  /** Takes the state of the call client; null while nobody is signed in. */
  update(state: ClientState | null): void;
}

const idsOf = (calls: readonly CallView[], ...phases: CallView["phase"][]): ReadonlySet<string> =>
  new Set(calls.filter(({ phase }) => phases.includes(phase)).map(({ call }) => call.id));

/**
 * Opens the ring window when a call begins to ring, and closes it when none rings any more. A
 * window that the person closed stays closed until another call rings. An answer needs the
 * console's page. Shows the console only when an answer of this device is decided: with the call,
 * or with the reason why it can't be answered.
 */
export function createRinging(windows: RingingWindows): Ringing {
  let incoming: ReadonlySet<string> = new Set();
  /** Ids of the calls for which the window was opened. */
  let shown: ReadonlySet<string> = new Set();
  let answering: ReadonlySet<string> = new Set();
  return {
    update: (state) => {
      const calls = state?.calls ?? [];
      const [seen, asked] = [shown, answering];
      incoming = idsOf(calls, "ringing-in", "answering");
      answering = idsOf(calls, "answering");
      shown = windows.mayOpenRing() ? incoming : new Set();
      if (shown.size === 0) windows.closeRing();
      else if ([...shown].some((id) => !seen.has(id))) windows.openRing();
      if ([...answering].some((id) => !asked.has(id))) windows.loadConsole();
      const isDecided = [...asked].some((id) => !incoming.has(id));
      if (isDecided && state !== null) windows.showConsole();
    },
  };
}
