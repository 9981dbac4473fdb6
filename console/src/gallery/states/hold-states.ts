import { aCallView, grace } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import {
  connected,
  callOnHold,
  longName,
  noticeLater,
  ownCall,
  onCall,
  secondCall,
  wrapUp,
} from "./sample-calls.ts";

/** Second calls, calls on hold, and wrap-up. */
export const holdStates: Record<string, GalleryState> = {
  "second-call": {
    ...stateOf(
      adasClient({
        calls: [secondCall(), onCall()],
        presence: { ...reachable, state: "on_call", waiting: 2 },
      }),
      { media: connected },
    ),
    ...noticeLater,
  },
  "second-call-long-names": stateOf(
    adasClient({
      calls: [
        secondCall({ peer: longName }),
        onCall({ peer: { ...longName, supabaseUserId: "other" } }),
      ],
    }),
    { media: connected },
  ),
  "second-call-microphone-refused": stateOf(adasClient({ calls: [secondCall(), onCall()] }), {
    media: { ...connected, microphone: "refused" },
  }),
  held: {
    ...stateOf(adasClient({ calls: [onCall()] }), { media: connected }),
    change: { calls: [onCall({ held: true })] },
  },
  "held-beside-a-call": stateOf(
    adasClient({ calls: [onCall({ peer: grace }), callOnHold("h1", "Carl Customer")] }),
    { media: connected },
  ),
  "held-many": {
    ...stateOf(
      adasClient({
        calls: [onCall({ peer: grace }), callOnHold("h1", "Carl Customer", { held: false })],
      }),
      { media: connected },
    ),
    change: {
      calls: [
        onCall({ peer: grace }),
        callOnHold("h1", "Carl Customer"),
        callOnHold("h2", longName.name),
        callOnHold("h3", "Dora Customer", { here: false }),
        callOnHold("h4", "Li Wei", { heldByPeer: "music" }),
      ],
    },
  },
  "held-while-calling": stateOf(
    adasClient({
      calls: [
        aCallView({
          ...ownCall,
          call: { ...ownCall.call, id: "call-2", callee: grace },
          peer: grace,
          phase: "ringing-out",
        }),
        callOnHold("h1", "Carl Customer"),
      ],
    }),
  ),
  "held-placed": stateOf(
    adasClient({ calls: [callOnHold("h1", "Carl Customer", { role: "caller" })] }),
    { media: connected },
  ),
  "held-by-peer": stateOf(adasClient({ calls: [onCall({ peer: grace, heldByPeer: "music" })] }), {
    media: { ...connected, remoteMuted: true },
  }),
  "wrap-up": stateOf(adasClient({ presence: { ...wrapUp, waiting: 2, openCallbacks: 3 } })),
  "on-call-then-away": {
    ...stateOf(adasClient({ calls: [onCall()], presence: { ...reachable, state: "on_call" } }), {
      media: connected,
    }),
    availability: "away",
  },
  "wrap-up-then-away": { ...stateOf(adasClient({ presence: wrapUp })), availability: "away" },
  queue: stateOf(adasClient({ presence: { ...reachable, waiting: 12, openCallbacks: 120 } })),
};
