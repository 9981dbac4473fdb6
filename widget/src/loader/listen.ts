import type { Settings } from "../api.ts";

/**
 * Long polls for this person's live calls until there is one and `onCall` has taken over, or the
 * signal aborts. The pause between two polls doubles with each failure up to half a minute; no
 * token means no request.
 */
export async function listen(
  settings: Settings,
  stop: AbortSignal,
  onCall: () => Promise<unknown>,
): Promise<void> {
  let cursor = "";
  let failures = 0;
  let fresh = false;
  while (!stop.aborted) {
    failures++;
    try {
      const token = await settings.getToken({ fresh });
      if (!token) failures = 5;
      if (token && !stop.aborted) {
        const reply = await fetch(
          `${settings.apiUrl}/api/voip/calls/live${cursor && `?wait=25&since=${cursor}`}`,
          {
            headers: { authorization: `Bearer ${token}` },
            cache: "no-store",
            signal: AbortSignal.any([stop, AbortSignal.timeout(4e4)]),
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
      // No network, a page that is going away, a reply that is none: the pause below is the answer
      // to all of them.
    }
    await new Promise((resolve) =>
      setTimeout(resolve, 2 ** Math.min(failures, 5) * (500 + Math.random() * 500)),
    );
  }
}
