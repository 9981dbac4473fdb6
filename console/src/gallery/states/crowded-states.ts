import { callHistory, waitingCalls } from "@synapse-voice/contract";
import type { ClientState } from "@synapse-voice/client";
import type { MediaState } from "@synapse-voice/client/media";
import { aCallView, grace } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { aWaitingCall } from "../../testing/queue.ts";
import { anEntry, reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { recorded } from "./recorded-call-states.ts";
import {
  callOnHold,
  connected,
  ended,
  longName,
  noticeLater,
  onCall,
  ownCall,
  ringing,
  secondCall,
  wrapUp,
} from "./sample-calls.ts";

const pastCalls = Array.from({ length: 100 }, (_, index) =>
  anEntry(`past-${index}`, index + 1, { duration: 60 + index }),
);

/** A state of calls in a console with 100 past calls. */
function crowded(
  state: Partial<ClientState>,
  options: { media?: Partial<MediaState>; ringBlocked?: boolean } = {},
): GalleryState {
  const client = adasClient(state);
  client.reply(callHistory, pastCalls);
  return stateOf(client, { media: connected, ...options });
}

const twelveOnHold = Array.from({ length: 12 }, (_, index) =>
  callOnHold(`h${index}`, index % 2 === 0 ? longName.name : "Carl Customer"),
);

/** 300 past calls, and 40 callers who wait. */
function flood(state: Partial<ClientState>): GalleryState {
  const client = adasClient({
    presence: { ...reachable, waiting: 40, openCallbacks: 120 },
    ...state,
  });
  client.reply(
    callHistory,
    Array.from({ length: 300 }, (_, index) =>
      anEntry(`past-${index}`, index + 1, {
        ...(index % 2 === 0 ? {} : { status: "MISSED", endReason: "ring_timeout" }),
        ...(index % 3 === 0
          ? { fromUserId: longName.supabaseUserId, fromName: longName.name }
          : {}),
        duration: 60 + index,
      }),
    ),
  );
  client.reply(
    waitingCalls,
    Array.from({ length: 40 }, (_, index) =>
      aWaitingCall(`w${index}`, 20 + 60 * index, {
        caller: index % 2 === 0 ? longName : grace,
        topic: "The router was sent to my old address twice, and both times it came back",
      }),
    ),
  );
  return stateOf(client, { media: { ...connected, microphone: "refused" } });
}

const missed = ended({
  status: "MISSED",
  endReason: "ring_timeout",
  offer: { id: "o", outcome: "missed" },
});
const onHold = callOnHold("h1", "Carl Customer");
const withGrace = onCall({ peer: grace });

/** Every state of calls beside 100 past calls. The test of the call buttons uses them. */
export const crowdedStates: Record<string, GalleryState> = {
  "crowded-incoming": crowded({ calls: [ringing()] }, { ringBlocked: true }),
  "crowded-two-incoming": crowded({ calls: [secondCall(), ringing({ peer: longName })] }),
  "crowded-connecting": crowded({ calls: [ringing({ phase: "answering" })] }),
  "crowded-dialing": crowded({ dialing: { calleeId: "carl", name: longName.name } }),
  "crowded-outgoing": crowded({ calls: [aCallView({ ...ownCall, phase: "ringing-out" })] }),
  "crowded-on-call": crowded({ calls: [onCall()], muted: true }),
  "crowded-on-call-then-second": {
    ...crowded({ calls: [onCall()], muted: true }),
    change: { calls: [secondCall(), onCall()] },
  },
  "crowded-second-alone": crowded({ calls: [secondCall()] }),
  "crowded-on-call-second-later": {
    ...crowded({ calls: [onCall()] }),
    change: { calls: [secondCall(), onCall()] },
    changeLater: true,
  },
  "crowded-on-call-elsewhere": crowded({ calls: [onCall({ here: false, peer: longName })] }),
  "crowded-second-call": crowded({ calls: [secondCall(), onCall({ peer: longName })] }),
  "crowded-second-call-notices": crowded(
    {
      calls: [secondCall(), onCall()],
      notice: { code: "database_unavailable", callId: "call-1" },
    },
    { media: { ...connected, microphone: "refused" } },
  ),
  "crowded-held": crowded({ calls: [onHold] }),
  "crowded-held-beside-a-call": crowded({
    calls: [secondCall(), withGrace, onHold, callOnHold("h2", longName.name)],
  }),
  "crowded-recorded": crowded({
    calls: [secondCall(), recorded(onCall({ peer: longName })), onHold],
  }),
  "crowded-recording-asked": crowded({
    calls: [secondCall(), recorded(withGrace, { state: "pending", mode: "ask", asksReader: true })],
  }),
  "crowded-missed": crowded({ calls: [missed] }),
  "crowded-wrap-up": crowded({ calls: [missed], presence: wrapUp }),
  "crowded-settings": {
    ...crowded({ calls: [secondCall(), onCall()] }),
    ...noticeLater,
    fragment: "#/settings",
    fill: { label: "Wrap-up in seconds", text: "45" },
  },
  "crowded-flood": flood({
    calls: [secondCall({ peer: longName }), onCall({ peer: longName }), ...twelveOnHold],
    notice: { code: "database_unavailable", callId: "call-1" },
  }),
  "crowded-flood-idle": flood({}),
  "crowded-queue": crowded({ presence: { ...reachable, waiting: 12, openCallbacks: 120 } }),
};
