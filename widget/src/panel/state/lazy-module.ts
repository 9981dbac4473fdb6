/** A module that is fetched when it is needed. */
export interface LazyModule<T> {
  /**
   * Undefined before the first fetch has ended. Null after a failed one, until the next succeeds or
   * the module is no longer needed. The fetch is retried without a further call of `load`.
   */
  get(): T | null | undefined;
  /** Fetches the module, unless it is loaded or a fetch is under way. */
  load(): void;
  /** Resolves once no fetch is under way. */
  idle(): Promise<unknown>;
}

/** Pause between a failed fetch and the next one. */
const retryDelayMs = 2_000;

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
  const start = (): void => {
    loading ??= fetchModule().then(
      (loaded) => onResult((value = loaded)),
      () => {
        loading = undefined;
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
