import type { Settings, Warn } from "../api.ts";

/** Time in ms that the page has to return a token. */
const tokenTimeoutMs = 1e4;

/**
 * Long-polls the customer's live calls until there is one and `onCall` has resolved, or until the
 * signal aborts. The pause between two polls doubles with each failure, up to half a minute. Sends
 * nothing without a token. Passes each failure to `warn`.
 */
export async function listen(
  settings: Settings,
  signal: AbortSignal,
  onCall: () => Promise<unknown>,
  warn: Warn,
): Promise<void> {
  let cursor = "";
  let failures = 0;
  let fresh = false;
  while (!signal.aborted) {
    failures++;
    let token: string | null | undefined;
    try {
      token = await Promise.race([
        settings.getToken({ fresh }),
        new Promise<never>((_, reject) => setTimeout(reject, tokenTimeoutMs)),
      ]);
      if (!token) failures = 5;
      else {
        const reply: Response = await fetch(
          `${settings.apiUrl}/api/voip/calls/live${cursor && `?wait=25&since=${cursor}`}`,
          {
            headers: { authorization: `Bearer ${token}` },
            cache: "no-store",
            signal: AbortSignal.any([signal, AbortSignal.timeout(4e4)]),
          },
        );
        fresh = reply.status === 401;
        if (!reply.ok) throw reply;
        const live: { cursor: string; calls: { endedAt: string | null }[] } = await reply.json();
        if (live.calls.some((call) => !call.endedAt)) return void (await onCall());
        cursor = live.cursor;
        failures = 0;
      }
    } catch (cause) {
      // No token, no network, or an unusable reply: the pause below handles them all.
      if (!signal.aborted) warn(cause, settings, token);
    }
    await new Promise((resolve) =>
      setTimeout(resolve, 2 ** Math.min(failures, 5) * (500 + Math.random() * 500)),
    );
  }
}
