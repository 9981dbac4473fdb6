/** A module that is fetched when it is needed. */
export interface LazyModule<T> {
  get(): T | undefined;
  /**
   * True after a failed fetch, until the next one succeeds or the module is no longer needed. The
   * fetch is retried without a further call of `load`.
   */
  failed(): boolean;
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
  let value: T | undefined;
  let loading: Promise<unknown> | undefined;
  let failed = false;
  const start = (): void => {
    loading ??= fetchModule().then(
      (loaded) => {
        failed = false;
        onResult((value = loaded));
      },
      () => {
        loading = undefined;
        failed = true;
        onResult();
        setTimeout(() => {
          if (isNeeded()) start();
          else failed = false;
        }, retryDelayMs);
      },
    );
  };
  const load = (): void => {
    if (!failed) start();
  };
  return { get: () => value, failed: () => failed, load, idle: async () => loading };
}
