import { grace } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { now, reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { callOnHold, connected, ended, onCall } from "./sample-calls.ts";

const missed = ended({
  status: "MISSED",
  endReason: "ring_timeout",
  offer: { id: "o", outcome: "missed" },
});
const gaveUp = ended(
  {
    id: "call-2",
    caller: grace,
    status: "CANCELLED",
    endReason: "cancelled",
    offer: { id: "o", outcome: "cancelled" },
  },
  { peer: grace },
);
const brokeOff = ended(
  {
    status: "COMPLETED",
    endReason: "connection_lost",
    duration: 43,
    offer: { id: "o", outcome: "accepted" },
  },
  { role: "callee" },
);
const leftPage = onCall();
const toCarl = { type: "call", calleeId: "carl", name: "Carl Customer" } as const;

/**
 * States that need the agent's attention: missed and broken calls, refused calls, a customer who
 * left.
 */
export const attentionStates: Record<string, GalleryState> = {
  "missed-count": {
    ...stateOf(adasClient({ calls: [missed, gaveUp] })),
    fragment: "#/settings",
    seenUntil: 0,
  },
  "ended-broke-off": stateOf(adasClient({ calls: [brokeOff] })),
  "left-page": stateOf(
    adasClient({
      calls: [
        { ...leftPage, call: { ...leftPage.call, peerLeftPageAt: new Date(now).toISOString() } },
      ],
      presence: { ...reachable, state: "on_call" },
    }),
    { media: { ...connected, remotePresent: false, silence: "no-sound-from-them" } },
  ),
  busy: stateOf(adasClient({ notice: { code: "busy" }, failedCommand: toCarl })),
  "busy-on-hold": stateOf(
    adasClient({
      calls: [callOnHold("carl", "Carl Customer")],
      notice: { code: "busy" },
      failedCommand: toCarl,
    }),
  ),
  "already-calling": stateOf(
    adasClient({
      notice: { code: "already_calling", callId: "call-9" },
      failedCommand: toCarl,
    }),
  ),
};

/** The dialogs that shortcuts open. */
export const shortcutStates: Record<string, GalleryState> = {
  shortcuts: { ...stateOf(adasClient()), keys: "?" },
  find: { ...stateOf(adasClient()), keys: "Control+k" },
  "find-on-call": {
    ...stateOf(adasClient({ calls: [onCall()] }), { media: connected }),
    keys: "Control+k",
    text: "a",
  },
};
