import type { CallView, ClientState } from "../signal/state.ts";

/** What media this device should have: the call, and what of the microphone goes into its room. */
export interface DesiredMedia {
  readonly callId: string;
  /** The microphone is published; never before the answer. */
  readonly publish: boolean;
  readonly muted: boolean;
}

const mattering = (view: CallView): number => ["queued", "ringing-out", "on-call"].indexOf(view.phase);

/** The call whose room this device should be in: the one it is on, else the one it is making. Null where there is none. */
export function desiredMedia(state: ClientState): DesiredMedia | null {
  const [view] = state.calls.filter((one) => one.here && mattering(one) >= 0).sort((a, b) => mattering(b) - mattering(a));
  return view ? { callId: view.call.id, publish: view.phase === "on-call", muted: state.muted } : null;
}

/** True from the press on Call or Answer to the end of the call: so the browser asks for the microphone at once. */
export const wantsMicrophone = (state: ClientState): boolean =>
  state.dialing !== null || state.calls.some((view) => view.phase === "answering") || desiredMedia(state) !== null;
