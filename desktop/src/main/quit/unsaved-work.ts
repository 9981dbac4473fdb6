import { withTimeLimit, type RunAfter } from "../session/time-limit.ts";

/** Work of the page that is not on the server yet, such as notes of a call. */
export interface UnsavedWork {
  /**
   * Asks the page to save it. Resolves once the page replies, or after 1 s: a page that hangs, or
   * that is not there, holds up nothing.
   */
  save(): Promise<void>;
  /** The page has saved what it could. */
  saved(): void;
}

/** Longest time in ms that the page has. */
export const saveLimitMs = 1_000;

/** Makes it. `ask` sends the page a message, to which it replies in any case. */
export function createUnsavedWork(ask: () => void, after: RunAfter): UnsavedWork {
  const waiting = new Set<() => void>();
  return {
    save: async () => {
      const saved = new Promise<void>((resolve) => void waiting.add(resolve));
      ask();
      await withTimeLimit(saved, saveLimitMs, after).catch(() => undefined);
    },
    saved: () => {
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
  };
}
