import type { CallView, CustomerClient } from "@synapse-voice/client";

/** Returns true while a call of the customer waits for an answer. */
export const isWaiting = ({ phase }: CallView): boolean =>
  phase === "queued" || phase === "ringing-out";

/** Calls that a request for a call-back has ended. The page `thanks` stands for their end. */
const replaced = new Set<string>();
export const isReplaced = (callId: string): boolean => replaced.has(callId);

/** Ends a call that still waits. Does nothing if it was answered or has ended meanwhile. */
export function endWait(
  client: Pick<CustomerClient, "getState" | "hangUp">,
  callId: string | undefined,
): void {
  const waits = client.getState().calls.some((view) => view.call.id === callId && isWaiting(view));
  if (!callId || !waits) return;
  replaced.add(callId);
  void client.hangUp(callId);
}
