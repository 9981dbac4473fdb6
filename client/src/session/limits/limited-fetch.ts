/** Time in ms that one attempt may take, with its reply. */
const attemptTimeoutMs = 8_000;
/** Each attempt that is given up closes its connection. Several may be dead. */
const maxAttempts = 3;

/** Returns true for the renewal of a token by Supabase Auth. */
const isRenewal = (input: RequestInfo | URL): boolean =>
  (input instanceof Request ? input.url : String(input)).includes("grant_type=refresh_token");

/** Requests that may be sent twice: reads, and the renewal of a token (Auth accepts its repeat). */
const isRepeatable = (input: RequestInfo | URL, init: RequestInit | undefined): boolean => {
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  return /^(?:get|head)$/iu.test(method) || isRenewal(input);
};

/** Fields of an error of Auth, of which each version sends one. Gateways send a `message` alone. */
const authFields = ["msg", "code", "error"] as const;

const isAuthProblem = (body: unknown): boolean =>
  typeof body === "object" &&
  body !== null &&
  authFields.some((name) => typeof Reflect.get(body, name) === "string");

/**
 * Returns true if Auth refuses to renew a token: the session is over. All else may pass, such as a
 * rate limit, or the page of a proxy or a captive portal.
 */
async function endsSession(response: Response): Promise<boolean> {
  if (response.status === 429 || response.status >= 500) return false;
  const body: unknown = await response.json().catch(() => null);
  return isAuthProblem(body);
}

/**
 * Returns the reply to a renewal as supabase-js should take it. supabase-js (2.119.1) signs the
 * person out after each error whose status is not among some of 5xx, if the last token has expired.
 */
const renewalReply = async (response: Response): Promise<Response> =>
  response.ok || (await endsSession(response.clone()))
    ? response
    : new Response(null, { status: 503, statusText: `No answer of Auth: ${response.status}` });

/**
 * Makes a `fetch` whose requests end after 8 s at the latest. A request that may be repeated is
 * then sent again, up to three times in all. The browser closes the connection of a request that
 * was given up, so the next attempt leaves a connection that died without notice.
 *
 * Pass it to supabase-js (`createClient(url, key, { global: { fetch: createLimitedFetch() } })`):
 * supabase-js sets no limit, and while it waits for a new token, every other request of it waits,
 * too. Replies never come from the browser's cache.
 *
 * A renewal of a token that fails, but was not refused by Auth, gets status 503: supabase-js then
 * tries again, and keeps the session.
 */
export const createLimitedFetch =
  (fetcher: typeof fetch = (...request) => fetch(...request)): typeof fetch =>
  async (input, init) => {
    const given = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    for (let attempt = 1; ; attempt++) {
      const limit = AbortSignal.timeout(attemptTimeoutMs);
      try {
        const response = await fetcher(input instanceof Request ? input.clone() : input, {
          cache: "no-store",
          ...init,
          signal: given ? AbortSignal.any([given, limit]) : limit,
        });
        return isRenewal(input) ? await renewalReply(response) : response;
      } catch (error) {
        const isLast = attempt === maxAttempts || !isRepeatable(input, init);
        if (isLast || !limit.aborted || given?.aborted) throw error;
      }
    }
  };
