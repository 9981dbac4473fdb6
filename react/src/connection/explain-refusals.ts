import { createPageWarnings, type Warn } from "./page-warnings.ts";

/** Time in ms after which a check of the page's origin is given up. */
const checkTimeoutMs = 10_000;
/**
 * Time in ms for which all tokens must be refused before that is explained. A token that has just
 * expired is replaced sooner.
 */
const refusedTokenMs = 5_000;

/**
 * Returns a `fetch` that writes to the page's console why the voice server can't be used: it does
 * not know the page's origin, it refuses the token or the person, or there is no voice server at
 * this address. The replies and errors stay as they are.
 */
export function explainRefusals(
  apiUrl: string,
  fetcher: typeof fetch = (...request) => fetch(...request),
): typeof fetch {
  const warn = createPageWarnings(apiUrl);
  const explainReply = createReplyExplainer(apiUrl, warn);
  /** True once the server has answered this page. So it knows the page's origin. */
  let hasAnswered = false;
  let isChecking = false;

  async function checkOrigin(): Promise<void> {
    isChecking = true;
    // A server that answers, but not to this page, does not know the page's origin.
    const url = `${apiUrl}/api/voip/me`;
    const isUnknown =
      !(await answers(fetcher, url, "cors")) && (await answers(fetcher, url, "no-cors"));
    isChecking = false;
    if (isUnknown) warnOfOrigin(warn);
  }

  return async (input, init) => {
    try {
      const reply = await fetcher(input, init);
      hasAnswered = true;
      void explainReply(reply);
      return reply;
    } catch (error) {
      const mayBeRefused = error instanceof TypeError && globalThis.navigator?.onLine !== false;
      if (mayBeRefused && !hasAnswered && !isChecking) void checkOrigin();
      throw error;
    }
  };
}

/** Returns true if a request gets a reply that this page may read, whatever the reply is. */
const answers = (fetcher: typeof fetch, url: string, mode: RequestMode): Promise<boolean> =>
  fetcher(url, {
    mode,
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(checkTimeoutMs),
  }).then(
    () => true,
    () => false,
  );

const warnOfOrigin = (warn: Warn): void =>
  warn(
    "origin",
    `The server does not accept requests from ${globalThis.location?.origin ?? "this page"}. ` +
      "An admin must add this address in the console under Settings, Websites.",
  );

/** Makes a function that explains a reply with an error. */
function createReplyExplainer(apiUrl: string, warn: Warn): (reply: Response) => Promise<void> {
  let hasSucceeded = false;
  let refusedSince: number | null = null;
  return async (reply) => {
    if (reply.ok) {
      hasSucceeded = true;
      refusedSince = null;
      return undefined;
    }
    const code = await codeOf(reply.clone());
    if (code === "origin_not_allowed") return warnOfOrigin(warn);
    if (code === "not_provisioned")
      return warn("person-refused", `The server does not know this person (${code}).`);
    // An older server may lack a single endpoint.
    if (reply.status === 404 && !hasSucceeded && (code === "none" || code === "not_found"))
      return warn("api-url", `There is no voice server at ${apiUrl}. Check \`apiUrl\`.`);
    if (reply.status !== 401) return undefined;
    refusedSince ??= performance.now();
    if (performance.now() - refusedSince >= refusedTokenMs)
      warn("token-refused", `The server refuses the access token (${code}).`);
    return undefined;
  };
}

/** Returns the code of an error of the API, or "none" for a reply of something else. */
async function codeOf(reply: Response): Promise<string> {
  const problem: unknown = await reply.json().catch(() => null);
  const code = (problem as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "none";
}
