/** Time in ms that one attempt may take, with its reply. */
const attemptTimeoutMs = 8_000;
/** Each attempt that is given up closes its connection. Several may be dead. */
const maxAttempts = 3;

/** Requests that may be sent twice: reads, and the renewal of a token (Auth accepts its repeat). */
const isRepeatable = (input: RequestInfo | URL, init: RequestInit | undefined): boolean => {
  const request = input instanceof Request ? input : null;
  const method = init?.method ?? request?.method ?? "GET";
  const url = request?.url ?? String(input);
  return /^(?:get|head)$/iu.test(method) || url.includes("grant_type=refresh_token");
};

/**
 * Makes a `fetch` whose requests end after 8 s at the latest. A request that may be repeated is
 * then sent again, up to three times in all. The browser closes the connection of a request that
 * was given up, so the next attempt leaves a connection that died without notice.
 *
 * Pass it to supabase-js (`createClient(url, key, { global: { fetch: createLimitedFetch() } })`):
 * supabase-js sets no limit, and while it waits for a new token, every other request of it waits,
 * too. Replies never come from the browser's cache.
 */
export const createLimitedFetch =
  (fetcher: typeof fetch = (...request) => fetch(...request)): typeof fetch =>
  async (input, init) => {
    const given = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    for (let attempt = 1; ; attempt++) {
      const limit = AbortSignal.timeout(attemptTimeoutMs);
      try {
        return await fetcher(input instanceof Request ? input.clone() : input, {
          cache: "no-store",
          ...init,
          signal: given ? AbortSignal.any([given, limit]) : limit,
        });
      } catch (error) {
        const isLast = attempt === maxAttempts || !isRepeatable(input, init);
        if (isLast || !limit.aborted || given?.aborted) throw error;
      }
    }
  };
