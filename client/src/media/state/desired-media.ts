import type { HoldSound } from "@synapse-voice/contract";
import { isPeerPresent } from "../../state/peer-presence.ts";
import type { CallView, ClientState } from "../../state/state.ts";

/** Media that this device should send and play for one call. */
export interface DesiredMedia {
  readonly callId: string;
  /** `nothing` before the answer, `silence` while muted or on hold. */
  readonly send: "nothing" | "silence" | "voice";
  /** True while the other party should be heard. */
  readonly play: boolean;
  /** True while this party has the call on hold. */
  readonly held: boolean;
  /** Sound to play while the other party has the call on hold; else null. */
  readonly heldByPeer: HoldSound | null;
  /** True if the server says that all other parties are there; undefined where it says nothing. */
  readonly peerPresent?: boolean | undefined;
}

const isJoined = (view: CallView): boolean =>
  view.here && ["queued", "ringing-out", "on-call"].includes(view.phase);
const isActive = (view: CallView): boolean => view.phase === "on-call" && !view.held;

/**
 * Returns the one call that is spoken in. The state may show two for a moment, when a second answer
 * arrives before the hold of the first call. Then the newest answer wins.
 */
function activeCall(views: readonly CallView[]): CallView | undefined {
  return views.filter(isActive).sort((a, b) => (b.answeredAt ?? 0) - (a.answeredAt ?? 0))[0];
}

function desiredOf(
  view: CallView,
  active: CallView | undefined,
  { muted }: ClientState,
  now: number,
): DesiredMedia {
  const { call, held, heldByPeer } = view;
  const shared = { callId: call.id, held, heldByPeer, peerPresent: isPeerPresent(call, now) };
  // Nobody sends before the answer. Playback is on even so, because the other party's audio may
  // arrive before the event of the answer.
  if (view.phase !== "on-call") return { ...shared, send: "nothing", play: true };
  const talking = view === active && heldByPeer === null;
  return { ...shared, send: talking && !muted ? "voice" : "silence", play: talking };
}

/**
 * Computes the media of each call whose room this device should be in; views show the last one.
 * `now` is the server's time in ms since the epoch.
 */
export function desiredMedia(state: ClientState, now: number): readonly DesiredMedia[] {
  const views = state.calls.filter(isJoined);
  const active = activeCall(views);
  const rank = (view: CallView): number => (view === active ? 2 : view.phase === "on-call" ? 0 : 1);
  return views.sort((a, b) => rank(a) - rank(b)).map((view) => desiredOf(view, active, state, now));
}

/** Returns whether to play hold music: the other party has the call on hold and we have not. */
export const wantsMusic = (desired: readonly DesiredMedia[]): boolean =>
  desired.some(
    ({ send, held, heldByPeer }) => send !== "nothing" && !held && heldByPeer === "music",
  );

/** Returns whether to open the microphone: from the press on Call or Answer until the call ends. */
export const wantsMicrophone = (state: ClientState): boolean =>
  state.dialing !== null ||
  state.calls.some((view) => view.phase === "answering" || isJoined(view));
