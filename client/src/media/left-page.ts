import { leavePageSlim } from "@synapse-voice/contract";
import type { CallClient } from "../client.ts";

/**
 * Reports that the page closes, for the calls that are on this device, so that the other side
 * learns it at once. The calls continue, and a page that loads again comes back to them. The result
 * stops it. Does nothing outside browsers.
 */
export function reportLeftPage(client: Pick<CallClient, "getState" | "request">): () => void {
  const page = globalThis.window;
  if (!page?.addEventListener) return () => {};
  const report = (): void => {
    for (const { call, here, phase } of client.getState().calls)
      if (here && phase === "on-call")
        client
          .request(leavePageSlim, { params: { callId: call.id }, keepalive: true })
          .catch(() => {});
  };
  page.addEventListener("pagehide", report);
  return () => page.removeEventListener("pagehide", report);
}
