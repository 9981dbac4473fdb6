/** A tab of a fake browser profile. Code that runs in it sees the profile's locks and channels. */
export interface FakeTab {
  /** Runs code in this tab. What follows from it, such as timers, runs in this tab, too. */
  run<T>(task: () => T): T;
  /** Runs code in this tab soon, or when it no longer hangs. */
  queue(task: () => void): void;
  /** From now on nothing runs in this tab, as in a frozen page or an endless loop. */
  hang(): void;
  recover(): void;
  /**
   * Goes to another page: this one stays in the back/forward cache. It gets the event for that,
   * then nothing runs in it, and it keeps its locks.
   */
  enterCache(): void;
  /** Goes back to the page in the cache. */
  leaveCache(): void;
  /** Closes the tab without running anything in it: its locks and channels are gone. */
  kill(): void;
}
