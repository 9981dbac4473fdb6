/** Applies the newest of several desired values, one at a time. */
export interface Reconciler<T> {
  /**
   * Sets the desired value. While one is being applied, only the newest waits; values in between
   * are skipped.
   */
  set(value: T): void;
  /** Resolves once everything that was set so far is applied. */
  whenIdle(): Promise<void>;
}

/**
 * Makes a reconciler. `apply` never runs twice at the same time. Its errors are dropped, so it must
 * handle its own failures.
 */
export function createReconciler<T>(apply: (value: T) => Promise<void>): Reconciler<T> {
  let next: { value: T } | null = null;
  let running: Promise<void> | null = null;
  async function run(): Promise<void> {
    while (next) {
      const { value } = next;
      next = null;
      await apply(value).catch(() => {});
    }
    running = null;
  }
  return {
    set: (value) => {
      next = { value };
      running ??= run();
    },
    whenIdle: () => running ?? Promise.resolve(),
  };
}
