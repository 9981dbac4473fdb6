import { listCallbacks } from "@synapse-voice/contract";
import type { ClientState } from "@synapse-voice/client";
import { callbacks } from "../../testing/callbacks.ts";
import { adasClient } from "../../testing/fake-console.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { recorded } from "./recorded-call-states.ts";
import { longName, onCall, ringing, secondCall } from "./sample-calls.ts";

/** Shows calls in the ring window, for callers who asked to be called back about a topic. */
function ringWindow(
  state: Partial<ClientState>,
  { topic, ...options }: { topic?: string } & Parameters<typeof stateOf>[1] = {},
): GalleryState {
  const client = adasClient(state);
  const [request] = callbacks;
  const callers = (state.calls ?? []).flatMap(({ peer }) => peer ?? []);
  client.reply(
    listCallbacks,
    request === undefined || topic === undefined
      ? []
      : callers.map((customer) => ({ ...request, id: customer.supabaseUserId, customer, topic })),
  );
  return { ...stateOf(client, options), ringWindow: client };
}

const longTopic =
  "The invoice of October lists two phones, but we returned one of them in September and have the receipt";

/** The window of the desktop app that shows calls which ring. */
export const ringStates: Record<string, GalleryState> = {
  "ring-window": ringWindow({ calls: [ringing()] }),
  "ring-window-recorded": ringWindow({
    calls: [recorded(ringing({ peer: longName }), { state: "pending", activeFrom: null })],
  }),
  "ring-window-long-name": ringWindow(
    { calls: [ringing({ peer: longName })] },
    { topic: longTopic },
  ),
  "ring-window-callback": ringWindow({ calls: [ringing()] }, { topic: "Invoice 4711" }),
  "ring-window-two": ringWindow({ calls: [secondCall(), ringing()] }),
  "ring-window-connecting": ringWindow({ calls: [ringing({ phase: "answering" })] }),
  "ring-window-on-call": ringWindow({ calls: [secondCall(), onCall()] }),
  "ring-window-failed": ringWindow(
    {
      calls: [ringing({ peer: longName })],
      notice: { code: "media_unavailable", callId: "call-1" },
    },
    { topic: longTopic },
  ),
  "ring-window-microphone-blocked": ringWindow(
    { calls: [ringing()] },
    { microphone: "refused", topic: longTopic },
  ),
};
