import type { CallClient } from "@synapse-voice/client";

/** The part of Electron's `powerMonitor` that is used. */
export interface PowerEvents {
  on(name: "resume", listener: () => void): unknown;
}

/** Parts that may have ended during a sleep. */
export interface SleptThrough {
  /** Timers of supabase-js. `startAutoRefresh` renews a token that is over, or almost, at once. */
  readonly auth: { startAutoRefresh(): Promise<void> };
  /** Returns the client of the account. Null while nobody is signed in. */
  client(): Pick<CallClient, "wake"> | null;
}

/**
 * Checks token, socket, presence and calls at once when the computer wakes up. Timers of the time
 * before the sleep come late, and a dead socket looks open.
 */
export function recheckAfterSleep(power: PowerEvents, { auth, client }: SleptThrough): void {
  power.on("resume", () => {
    void auth.startAutoRefresh();
    client()?.wake();
  });
}
