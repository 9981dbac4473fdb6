import { waitingWords } from "../texts/queue-words.ts";
import type { Calls } from "./use-call.ts";
import { useClientState } from "./use-client-state.ts";
import { useVoice } from "./voice-context.ts";

/**
 * Returns what a customer's call does, for the title of the tab. Null without a call, and for
 * agents.
 */
export function useCustomerTitle({ incoming, outgoing, active }: Calls): string | null {
  const { audience } = useVoice();
  const { queue } = useClientState();
  if (audience === "agent") return null;
  const ringing = incoming.find(({ phase }) => phase === "ringing-in");
  if (ringing !== undefined) return `${ringing.peer?.name ?? "Someone"} is calling`;
  if (active?.here === true) return `On call with ${active.peer?.name ?? "someone"}`;
  if (outgoing?.here !== true) return null;
  return waitingWords(outgoing, outgoing.peer?.name ?? null, queue)[0];
}
