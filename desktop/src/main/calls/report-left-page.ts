import type { CallClient } from "@synapse-voice/client";
import { leavePage } from "@synapse-voice/contract";

/**
 * Reports that the page with the sound of the calls crashed. A page that closes reports this
 * itself, but no code of a page that crashes runs. The calls continue, and the page that loads
 * again comes back to them. Until then the other side reads that it must wait.
 */
export function reportLeftPage(client: Pick<CallClient, "getState" | "request">): void {
  for (const { call, here, phase } of client.getState().calls)
    if (here && phase === "on-call")
      client.request(leavePage, { params: { callId: call.id } }).catch(() => undefined);
}
