import type { AgentStatus } from "../../bridge/schemas.ts";

/**
 * The tray's pictures: calls reach the person; they do not; nobody is signed in; a call is going on
 * or coming in.
 */
export type TrayIcon = "reachable" | "unreachable" | "signed-out" | "on-call";

/** What the tray shows. */
export interface TrayState {
  readonly icon: TrayIcon;
  readonly text: string;
  /** How many callers wait for an agent; null where nobody does. */
  readonly waiting: string | null;
}

const states: Readonly<Record<NonNullable<AgentStatus>["state"], Omit<TrayState, "waiting">>> = {
  available: { icon: "reachable", text: "Available: calls reach you" },
  away: { icon: "reachable", text: "Away: only calls to you by name reach you" },
  on_call: { icon: "on-call", text: "On a call" },
  wrap_up: { icon: "reachable", text: "Wrapping up: only calls to you by name reach you" },
  offline: { icon: "unreachable", text: "Calls can't reach you" },
};

function stateOf(status: AgentStatus): Omit<TrayState, "waiting"> {
  if (status === null) return { icon: "signed-out", text: "Signed out: calls can't reach you" };
  if (status.ringing) return { icon: "on-call", text: "Somebody is calling you" };
  if (!status.reachable && status.state !== "on_call") return states.offline;
  return states[status.state];
}

/**
 * Says whether calls reach the person now, as the server acknowledged it, not merely whether they
 * signed in; and who waits.
 */
export function trayState(status: AgentStatus): TrayState {
  const waiting = status?.waiting ?? 0;
  return { ...stateOf(status), waiting: waiting > 0 ? `${waiting} waiting in the queue` : null };
}
