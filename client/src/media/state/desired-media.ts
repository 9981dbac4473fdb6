import type { HoldSound } from "@synapse-voice/contract";
import type { CallView, ClientState } from "../../state/state.ts";

/** What media this device should have of one call, whose room it is in. */
export interface DesiredMedia {
  readonly callId: string;
  /**
   * What of the microphone goes into the room: nothing before the answer; silence while muted or on
   * hold.
   */
  readonly send: "nothing" | "silence" | "voice";
  /** The other side is heard. */
  readonly play: boolean;
  readonly held: boolean;
  readonly heldByPeer: HoldSound | null;
}

const joined = (view: CallView): boolean =>
  view.here && ["queued", "ringing-out", "on-call"].includes(view.phase);
const isActive = (view: CallView): boolean => view.phase === "on-call" && !view.held;

/**
 * The call that may be spoken in: never two, whatever the state says. It shows two for a moment
 * where a second answer is known before the hold that came with it: the newest answer is what the
 * person asked for last.
 */
function activeCall(views: readonly CallView[]): CallView | undefined {
  return views.filter(isActive).sort((a, b) => (b.answeredAt ?? 0) - (a.answeredAt ?? 0))[0];
}

function desiredOf(view: CallView, active: CallView | undefined, muted: boolean): DesiredMedia {
  const { held, heldByPeer } = view;
  const callId = view.call.id;
  // Nobody sends anything there before the answer, and it must be heard even if the room has it
  // before the server's word.
  if (view.phase !== "on-call") return { callId, send: "nothing", play: true, held, heldByPeer };
  const talking = view === active && heldByPeer === null;
  return { callId, send: talking && !muted ? "voice" : "silence", play: talking, held, heldByPeer };
}

/** Media of each call whose room this device should be in; the last one is what views show first. */
export function desiredMedia(state: ClientState): readonly DesiredMedia[] {
  const views = state.calls.filter(joined);
  const active = activeCall(views);
  const rank = (view: CallView): number => (view === active ? 2 : view.phase === "on-call" ? 0 : 1);
  return views
    .sort((a, b) => rank(a) - rank(b))
    .map((view) => desiredOf(view, active, state.muted));
}

/** True while this device should play hold music: of the call that it does not hold itself. */
export const wantsMusic = (desired: readonly DesiredMedia[]): boolean =>
  desired.some(
    ({ send, held, heldByPeer }) => send !== "nothing" && !held && heldByPeer === "music",
  );

/**
 * True from the press on Call or Answer to the end of the call: so the browser asks for the
 * microphone at once.
 */
export const wantsMicrophone = (state: ClientState): boolean =>
  state.dialing !== null || state.calls.some((view) => view.phase === "answering" || joined(view));
