import type { CallView, ClientState } from "./state.ts";

/** The part of the client that hangs up. */
interface HangUpClient {
  getState(): Pick<ClientState, "calls">;
  hangUp(callId?: string): Promise<unknown>;
}

/**
 * Returns true for a call of this device: one that the person talks on, has on hold, places or is
 * answering. It ends when the person signs out or quits.
 */
export const isOwnCall = ({ here, phase }: CallView): boolean =>
  phase === "answering" ||
  (here && (phase === "on-call" || phase === "ringing-out" || phase === "queued"));

/**
 * Hangs up all calls of this device, and cancels one that is being dialled. Calls that ring go on,
 * at other devices. Never rejects.
 */
export async function hangUpOwnCalls(client: HangUpClient): Promise<void> {
  const calls = client.getState().calls.filter(isOwnCall);
  // A hang-up without a call cancels one that is being dialled.
  await Promise.allSettled([client.hangUp(), ...calls.map(({ call }) => client.hangUp(call.id))]);
}
