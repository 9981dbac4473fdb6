import type { CallView } from "@synapse-voice/client";
import type { SoundTrouble } from "@synapse-voice/contract";
import { aCallView, grace } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { connected, ended, longName, ownCall, onCall, ringing } from "./sample-calls.ts";

/** A microphone or a sound that does not work. */
const soundStates: Record<string, GalleryState> = Object.fromEntries(
  (["microphone-silent", "they-cannot-hear-us", "no-sound-from-them"] as const).map((silence) => [
    silence,
    stateOf(adasClient({ calls: [onCall()] }), { media: { ...connected, silence } }),
  ]),
);

/** A network that lets no sound through, and a microphone that is blocked before a call. */
const blockedStates: Record<string, GalleryState> = {
  "network-blocked": stateOf(adasClient({ calls: [onCall()] }), {
    media: { ...connected, status: "reconnecting", networkBlocked: true },
  }),
  "network-blocked-at-peer": stateOf(adasClient({ calls: [withPeerSound("blocked")] }), {
    media: { ...connected, silence: "no-sound-from-them" },
  }),
  "network-weak": stateOf(adasClient({ calls: [onCall()] }), {
    media: { ...connected, weakNetwork: "own" },
  }),
  "unheard-by-peer": stateOf(adasClient({ calls: [withPeerSound("unheard")] }), {
    media: connected,
  }),
  "microphone-blocked-idle": stateOf(adasClient(), { microphone: "refused" }),
  "microphone-blocked-ringing": stateOf(adasClient({ calls: [ringing()] }), {
    microphone: "refused",
  }),
};

function withPeerSound(peerSound: SoundTrouble): CallView {
  const view = onCall();
  return { ...view, call: { ...view.call, peerSound } };
}

const microphones = [
  "Default - Headset (Jabra Evolve2 65)",
  "Headset (Jabra Evolve2 65)",
  "Built-in microphone of a laptop with a name that goes on for long",
].map((label, index) => ({ id: label, label, current: index === 2 }));
const chooseStates: Record<string, GalleryState> = {
  "microphone-choose": {
    ...stateOf(adasClient({ calls: [onCall()] }), {
      media: { ...connected, silence: "microphone-silent" },
      microphones,
    }),
    press: "Choose another",
  },
};

/** One call: ringing, placed, active, ended, and problems with its sound. */
export const callStates: Record<string, GalleryState> = {
  ...soundStates,
  ...chooseStates,
  ...blockedStates,
  incoming: stateOf(adasClient({ calls: [ringing()] })),
  "incoming-blocked": stateOf(adasClient({ calls: [ringing()] }), { ringBlocked: true }),
  "incoming-long-name": stateOf(adasClient({ calls: [ringing({ peer: longName })] })),
  connecting: stateOf(adasClient({ calls: [ringing({ phase: "answering" })] })),
  "on-call": stateOf(
    adasClient({ calls: [onCall()], presence: { ...reachable, state: "on_call" } }),
    { media: connected },
  ),
  "on-call-muted": stateOf(adasClient({ calls: [onCall()], muted: true }), {
    media: { ...connected, remoteMuted: true },
  }),
  "on-call-long-name": stateOf(adasClient({ calls: [onCall({ peer: longName })] }), {
    media: { ...connected, remoteMuted: true },
  }),
  "on-call-elsewhere": stateOf(adasClient({ calls: [onCall({ here: false })] })),
  "on-call-elsewhere-long-name": stateOf(
    adasClient({ calls: [onCall({ here: false, peer: longName })] }),
  ),
  "on-call-elsewhere-connecting": {
    ...stateOf(
      Object.assign(adasClient({ calls: [onCall({ here: false })] }), {
        moveToDevice: () => new Promise<void>(() => {}),
      }),
    ),
    press: "Continue here",
  },
  "on-call-elsewhere-failed": stateOf(
    adasClient({
      calls: [onCall({ here: false })],
      notice: { code: "database_unavailable", callId: "call-1" },
    }),
  ),
  "outgoing-elsewhere": stateOf(
    adasClient({ calls: [aCallView({ ...ownCall, phase: "ringing-out", here: false })] }),
  ),
  reconnecting: stateOf(adasClient({ calls: [onCall()] }), {
    media: { ...connected, status: "reconnecting" },
  }),
  "microphone-refused": stateOf(adasClient({ calls: [onCall()] }), {
    media: { ...connected, microphone: "refused" },
  }),
  "microphone-replaced": stateOf(adasClient({ calls: [onCall()] }), {
    media: {
      ...connected,
      microphoneChange: { type: "replaced", label: "Built-in microphone" },
    },
  }),
  "sound-blocked": stateOf(adasClient({ calls: [onCall()] }), {
    media: { ...connected, soundBlocked: true },
  }),
  outgoing: stateOf(adasClient({ calls: [aCallView({ ...ownCall, phase: "ringing-out" })] })),
  dialing: stateOf(adasClient({ dialing: { calleeId: "carl", name: "Carl Customer" } })),
  "ended-missed": stateOf(
    adasClient({
      calls: [
        ended({
          status: "MISSED",
          endReason: "ring_timeout",
          offer: { id: "o", outcome: "missed" },
        }),
      ],
    }),
  ),
  "ended-talked": stateOf(
    adasClient({
      calls: [
        ended(
          {
            status: "COMPLETED",
            endReason: "hung_up",
            endedBy: "carl",
            duration: 247,
            offer: { id: "o", outcome: "accepted" },
          },
          { role: "callee" },
        ),
      ],
    }),
  ),
  "ended-elsewhere": stateOf(
    adasClient({
      calls: [
        ended(
          {
            status: "IN_PROGRESS",
            callee: grace,
            offer: { id: "o", outcome: "answered_elsewhere" },
          },
          { role: "none" },
        ),
      ],
    }),
  ),
  "ended-blocked": stateOf(
    adasClient({
      calls: [
        ended(
          {
            status: "COMPLETED",
            endReason: "media_blocked",
            duration: 62,
            offer: { id: "o", outcome: "accepted" },
          },
          { role: "callee" },
        ),
      ],
    }),
  ),
  "ended-lost": stateOf(
    adasClient({
      notice: { code: "database_unavailable" },
      calls: [
        ended(
          {
            status: "COMPLETED",
            endReason: "connection_lost",
            duration: 20,
            offer: { id: "o", outcome: "accepted" },
          },
          { role: "callee" },
        ),
      ],
    }),
  ),
};
