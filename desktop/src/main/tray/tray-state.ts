import type { AgentStatus } from "./agent-status.ts";

/**
 * Names of the tray's pictures. `reachable` and `unreachable`: a call would ring here, or not.
 * `signed-out`: nobody is signed in. `on-call`: on a call, or one rings.
 */
export type TrayIcon = "reachable" | "unreachable" | "signed-out" | "on-call";

/** Content of the tray. */
export interface TrayState {
  readonly icon: TrayIcon;
  readonly text: string;
  /** Number of waiting callers in words; null if nobody waits. */
  readonly waiting: string | null;
  /** Number of unseen missed calls in words; absent if there are none. */
  readonly missed?: string;
}

type StateTexts = Pick<TrayState, "icon" | "text">;

const states: Readonly<Record<NonNullable<AgentStatus>["state"], StateTexts>> = {
  available: { icon: "reachable", text: "Available: calls reach you" },
  away: { icon: "reachable", text: "Away: only calls to you by name reach you" },
  on_call: { icon: "on-call", text: "On a call" },
  wrap_up: { icon: "reachable", text: "Wrapping up: only calls to you by name reach you" },
  offline: { icon: "unreachable", text: "Calls can't reach you" },
};

function stateOf(status: AgentStatus): StateTexts {
  if (status === null) return { icon: "signed-out", text: "Signed out: calls can't reach you" };
  if (status.ringing) return { icon: "on-call", text: "Someone is calling you" };
  if (!status.reachable && status.state !== "on_call") return states.offline;
  return states[status.state];
}

/**
 * Derives the tray's content from the status. A person who is signed in counts as reachable only if
 * the server has acknowledged it.
 */
export function trayState(status: AgentStatus): TrayState {
  const waiting = status?.waiting ?? 0;
  const missed = status?.missed ?? 0;
  return {
    ...stateOf(status),
    waiting: waiting > 0 ? `${waiting} waiting in the queue` : null,
    ...(missed > 0 ? { missed: missed === 1 ? "1 missed call" : `${missed} missed calls` } : {}),
  };
}
