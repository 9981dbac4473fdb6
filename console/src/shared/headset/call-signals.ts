import type { CallClient, ClientState } from "@synapse-voice/client";
import { sortCalls } from "@synapse-voice/react";
import type { CallSignals, HeadsetCommands } from "./headset-link.ts";

/** Returns the call that Answer answers: the one that has rung longest. */
const ringingId = (state: ClientState): string | undefined =>
  sortCalls(state).incoming.findLast(({ phase }) => phase === "ringing-in")?.call.id;

/** Returns the call that Hang up ends; null if there is none. Calls on hold are left alone. */
function ownCall(state: ClientState): { readonly id?: string } | null {
  const { active, outgoing, incoming } = sortCalls(state);
  const answering = incoming.find(({ phase }) => phase === "answering");
  const call = answering ?? [active, outgoing].find((one) => one?.here === true);
  if (call) return { id: call.call.id };
  return state.dialing === null ? null : {};
}

/** Derives what a headset shows. */
export const callSignals = (state: ClientState, quiet: boolean): CallSignals => ({
  ringing: ringingId(state) !== undefined,
  quiet,
  offHook: ownCall(state) !== null,
  muted: state.muted,
});

/** Makes the commands of a headset's buttons. They do nothing without a call for them. */
export const headsetCommands = (
  client: Pick<CallClient, "getState" | "hangUp" | "setMuted">,
  answer: (callId: string) => void,
): HeadsetCommands => ({
  answer: () => {
    const id = ringingId(client.getState());
    if (id !== undefined) answer(id);
  },
  hangUp: () => {
    const call = ownCall(client.getState());
    if (call !== null) void client.hangUp(call.id);
  },
  setMuted: (muted) => client.setMuted(muted),
});
