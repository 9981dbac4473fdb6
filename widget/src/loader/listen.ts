import type { Settings } from "../api.ts";

/**
 * Long-polls the customer's live calls until there is one and `onCall` has resolved, or until the
 * signal aborts. The pause between two polls doubles with each failure, up to half a minute. Sends
 * nothing without a token.
 */
export async function listen(
  settings: Settings,
  signal: AbortSignal,
  onCall: () => Promise<unknown>,
): Promise<void> {
  let cursor = "";
  let failures = 0;
  let fresh = false;
  while (!signal.aborted) {
    failures++;
    try {
      const token = await settings.getToken({ fresh });
      if (!token) failures = 5;
      if (token && !signal.aborted) {
        const reply = await fetch(
          `${settings.apiUrl}/api/voip/calls/live${cursor && `?wait=25&since=${cursor}`}`,
          {
            headers: { authorization: `Bearer ${token}` },
            cache: "no-store",
            signal: AbortSignal.any([signal, AbortSignal.timeout(4e4)]),
          },
        );
        fresh = reply.status === 401;
        if (reply.ok) {
          const live: { cursor: string; calls: { endedAt: string | null }[] } = await reply.json();
          if (live.calls.some((call) => !call.endedAt)) return void (await onCall());
          cursor = live.cursor;
          failures = 0;
        }
      }
    } catch {
      // No network, an unusable reply, or a page that is closing: the pause below handles them all.
    }
    await new Promise((resolve) =>
      setTimeout(resolve, 2 ** Math.min(failures, 5) * (500 + Math.random() * 500)),
    );
  }
}
