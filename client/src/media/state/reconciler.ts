/** Brings the world in step with a value, one change at a time. */
export interface Reconciler<T> {
  /**
   * What it should be now. While a change is under way only the newest value is kept; those between
   * are skipped.
   */
  set(value: T): void;
  /** Resolves once everything that was set so far is done. */
  settled(): Promise<void>;
}

/**
 * `apply` is never run twice at a time and is awaited, cleaning up included. What it rejects with
 * is dropped: it has to see to its own failures.
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
    settled: () => running ?? Promise.resolve(),
  };
}
