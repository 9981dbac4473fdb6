import { leavePageSlim } from "@synapse-voice/contract";
import type { CallClient } from "../client.ts";
import type { CallMedia } from "./call-media.ts";

/**
 * Reports that the page closes, for the calls whose sound is on this page, so that the other side
 * learns it at once. The calls continue, and a page that loads again comes back to them. A page
 * whose sound another tab of this device took over has nothing to report. The result stops it. Does
 * nothing outside browsers.
 */
export function reportLeftPage(
  client: Pick<CallClient, "getState" | "request">,
  media: Pick<CallMedia, "getState">,
): () => void {
  const page = globalThis.window;
  if (!page?.addEventListener) return () => {};
  const isLost = (id: string): boolean =>
    media.getState().calls.some(({ callId, status }) => callId === id && status === "lost");
  const report = (): void => {
    for (const { call, here, phase } of client.getState().calls)
      if (here && phase === "on-call" && !isLost(call.id))
        client
          .request(leavePageSlim, { params: { callId: call.id }, keepalive: true })
          .catch(() => {});
  };
  page.addEventListener("pagehide", report);
  return () => page.removeEventListener("pagehide", report);
}
