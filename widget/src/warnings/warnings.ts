import type { Warn } from "../api.ts";

const scriptUrl = import.meta.url;
/**
 * Explains each warning. The build writes this page beside the widget's script. With
 * `import.meta.url` in the same expression, Vite would put the page into the script.
 */
const helpUrl = new URL("warnings.html", scriptUrl).href;

const seen = new Set<string>();
/** Longer than the longest pause between two requests of a page, in ms. */
const maxPauseMs = 60_000;
let refusedAt = -Infinity;

/** Writes a warning to the page's console, once for each topic. `topic` is its place on the page. */
function print(topic: string, text: string, ...details: readonly unknown[]): void {
  if (seen.has(topic)) return;
  seen.add(topic);
  console.warn(`Synapse Voice: ${text}\nSee ${helpUrl}#${topic}`, ...details);
}

/** Returns whether a request gets a reply that this page may read, whatever the reply is. */
const isReadable = (url: string, mode: RequestMode): Promise<boolean> =>
  fetch(url, {
    mode,
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(1e4),
  }).then(
    () => true,
    () => false,
  );

/** A server that answers, but not to this page, does not know the page's origin. */
async function checkOrigin(apiUrl: string): Promise<void> {
  const url = `${apiUrl}/api/voip/calls/live`;
  if ((await isReadable(url, "cors")) || !(await isReadable(url, "no-cors"))) return;
  printOrigin();
}

const printOrigin = (): void =>
  print(
    "origin",
    `The server does not accept requests from ${location.origin}. ` +
      "An admin must add this address in the console under Settings, Websites.",
  );

async function checkReply(reply: Response, apiUrl: string): Promise<void> {
  const { code } = (await reply.json().catch(() => ({}))) as { code?: string };
  if (code === "origin_not_allowed") return printOrigin();
  // A single refusal is often a token that has just expired.
  if (reply.status === 401) {
    const isFirst = performance.now() - refusedAt > maxPauseMs;
    refusedAt = performance.now();
    if (isFirst) return undefined;
    return print("token-refused", `The server refused the token of getToken() twice (${code}).`);
  }
  if (reply.status === 403)
    return print("person-refused", `The server refuses this person or page (${code}).`);
  if (reply.status === 404)
    return print(
      "api-url",
      `There is no voice server at ${apiUrl || location.origin}. ` +
        "Set data-api on the script, or apiUrl in init()" +
        (apiUrl.endsWith("/") ? ", without the slash at its end." : "."),
    );
  return undefined;
}

/** Explains to developers why the widget can't work. Never throws. */
export const warn: Warn = (cause, settings, token) => {
  if (settings === undefined)
    print("init", `${String(cause)}() does nothing before init({ getToken }), or after signOut().`);
  else if (token === undefined)
    if (cause === undefined)
      print("token-timeout", "getToken() did not return within 10 s. Nobody can call this page.");
    else print("token-error", "getToken() failed. Nobody can call this page.", cause);
  else if (cause instanceof Response) void checkReply(cause, settings.apiUrl);
  else if (cause instanceof TypeError && navigator.onLine) void checkOrigin(settings.apiUrl);
};
