import type { CallSnapshot, CallStatus, PersonType } from "./call.ts";

/** The statuses of calls that wait for an answer. */
export const waitingStatuses = ["QUEUED", "RINGING"] as const satisfies readonly CallStatus[];

/** The statuses of live calls: those that {@link isTerminal} returns false for. */
export const liveStatuses = [
  "QUEUED",
  "RINGING",
  "IN_PROGRESS",
] as const satisfies readonly CallStatus[];

/** Returns true if no command can change the call any more. */
export const isTerminal = (status: CallStatus): boolean =>
  status !== "QUEUED" && status !== "RINGING" && status !== "IN_PROGRESS";

/** Returns true for allowed calls: CRM users call anyone, and customers call CRM users. */
export const mayCall = (caller: PersonType, callee: PersonType): boolean =>
  caller === "CRM_USER" || callee === "CRM_USER";

/** The reader's role in a snapshot. */
export type Role = "caller" | "callee" | "offered" | "none";

/** Returns the reader's role: `offered` while the call rings for them, `callee` after the answer. */
export function roleIn(call: CallSnapshot, supabaseUserId: string): Role {
  if (call.caller.supabaseUserId === supabaseUserId) return "caller";
  if (call.offer?.outcome === null) return "offered";
  if (call.offer?.outcome === "accepted") return "callee";
  return "none";
}

/** Returns true while the call rings for the reader. */
export const ringsFor = (call: CallSnapshot, supabaseUserId: string): boolean =>
  call.status === "RINGING" && roleIn(call, supabaseUserId) === "offered";

/** Returns the duration of an answered call in whole seconds. Both times are ms since the epoch. */
export const durationSeconds = (answeredAt: number, endedAt: number): number =>
  Math.max(0, Math.floor((endedAt - answeredAt) / 1000));
