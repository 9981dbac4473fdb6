import type { Call } from "../domain/call.ts";
import type { Command } from "../domain/inputs.ts";
import type { Effect } from "../domain/transition.ts";

/** A committed change of a call. `before` is null for a new call. */
export interface CallChange {
  readonly before: Call | null;
  readonly command: Command["type"] | "start";
  readonly call: Call;
  readonly effects: readonly Effect[];
}

/** Publishes committed changes of calls. */
export interface CallChanges {
  /** Calls the listener with each change from now on. It must not throw. */
  subscribe(listener: (change: CallChange) => void): void;
  publish(change: CallChange): void;
}

export function createCallChanges(): CallChanges {
  const listeners: ((change: CallChange) => void)[] = [];
  return {
    subscribe: (listener) => void listeners.push(listener),
    publish(change) {
      for (const listener of listeners) listener(change);
    },
  };
}
