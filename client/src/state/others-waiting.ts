import type { ClientState } from "./state.ts";

/**
 * Returns how many calls wait for an agent, without those that ring for this agent already. 0 while
 * the number is not known.
 */
export function othersWaiting({ presence, connection, calls }: ClientState): number {
  if (connection === "offline" || presence === null) return 0;
  const ringing = calls.filter(
    ({ phase, call }) => (phase === "ringing-in" || phase === "answering") && call.callee === null,
  );
  return Math.max(0, presence.waiting - ringing.length);
}
