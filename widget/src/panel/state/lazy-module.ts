/** A module that is fetched when it is needed. */
export interface LazyModule<T> {
  /**
   * Undefined before the first fetch has ended. Null after a failed one, until the next succeeds or
   * the module is no longer needed. The fetch is retried without a further call of `load`.
   */
  get(): T | null | undefined;
  /** Fetches the module, unless it is loaded or a fetch is under way. */
  load(): void;
  /** Resolves once no fetch is under way. One that takes longer than 10 s has failed. */
  idle(): Promise<unknown>;
}

/** Pause between a failed fetch and the next one. */
const retryDelayMs = 2_000;
/** Time after which a fetch counts as failed. Browsers set no limit to an import. */
const timeoutMs = 10_000;

/**
 * Creates a lazy module. `onResult` runs after each success and failure; `isNeeded` decides if a
 * failed fetch is retried.
 */
export function createLazyModule<T>(
  fetchModule: () => Promise<T>,
  onResult: (value?: T) => void,
  isNeeded: () => boolean,
): LazyModule<T> {
  let value: T | null | undefined;
  let loading: Promise<unknown> | undefined;
  let fetching: Promise<T> | undefined;
  const start = (): void => {
    loading ??= Promise.race([
      (fetching ??= fetchModule()),
      new Promise<never>((_, reject) => setTimeout(reject, timeoutMs)),
    ]).then(
      (loaded) => onResult((value = loaded)),
      (error: unknown) => {
        loading = undefined;
        // A fetch that is only late goes on: its module must not exist twice.
        if (error) fetching = undefined;
        value = null;
        onResult();
        setTimeout(() => {
          if (isNeeded()) start();
          else value = undefined;
        }, retryDelayMs);
      },
    );
  };
  const load = (): void => {
    if (value !== null) start();
  };
  return { get: () => value, load, idle: async () => loading };
}
