import type { AgentState } from "@synapse-voice/contract";
import { othersWaiting, type ClientState } from "@synapse-voice/client";

/** The agent's state for the tray, as the server acknowledged it. Null: nobody is signed in. */
export type AgentStatus = {
  readonly state: AgentState;
  /** True only if calls ring here now. */
  readonly reachable: boolean;
  /** True while a call rings. */
  readonly ringing: boolean;
  /** Number of callers in the team's queue. */
  readonly waiting: number;
  /** Number of missed calls that the agent has not seen; absent if there are none. */
  readonly missed?: number;
  /** True while a call has its sound on this device, also if it is on hold; absent otherwise. */
  readonly onCall?: true;
} | null;

/** Derives the status from the client's state. `missed` is the number of unseen missed calls. */
export function agentStatus(state: ClientState | null, missed: number): AgentStatus {
  if (state === null) return null;
  return {
    state: state.presence?.state ?? "offline",
    reachable: state.presence?.reachable ?? false,
    ringing: state.calls.some(({ phase }) => phase === "ringing-in"),
    waiting: othersWaiting(state),
    ...(missed > 0 ? { missed } : {}),
    ...(state.calls.some(({ here, phase }) => here && phase === "on-call") ? { onCall: true } : {}),
  };
}
