/** Code that comes only when it is wanted. */
export interface Lazy<T> {
  get(): T | undefined;
  /**
   * True after a failure, until it came after all or nobody wants it any more. Then it is fetched
   * again by itself.
   */
  failed(): boolean;
  /** Fetches it, unless it is here or on its way. */
  want(): void;
  /** Resolves once nothing is under way. */
  idle(): Promise<unknown>;
}

/** Tried again this long (ms) after a failure, as long as it is wanted. */
const retryAfter = 2_000;

/** `settled` hears of success and failure. */
export function createLazy<T>(
  load: () => Promise<T>,
  settled: (value?: T) => void,
  stillWanted: () => boolean,
): Lazy<T> {
  let value: T | undefined;
  let loading: Promise<unknown> | undefined;
  let failed = false;
  const fetchIt = (): void => {
    loading ??= load().then(
      (loaded) => {
        failed = false;
        settled((value = loaded));
      },
      () => {
        loading = undefined;
        failed = true;
        settled();
        setTimeout(() => {
          if (stillWanted()) fetchIt();
          else failed = false;
        }, retryAfter);
      },
    );
  };
  const want = (): void => {
    if (!failed) fetchIt();
  };
  return { get: () => value, failed: () => failed, want, idle: async () => loading };
}
