import type { CallSnapshot, CallStatus, PersonType } from "./call.ts";

/** True where no command can change the call any more. */
export const isTerminal = (status: CallStatus): boolean =>
  status !== "QUEUED" && status !== "RINGING" && status !== "IN_PROGRESS";

/** CRM users may call customers and each other; customers may call CRM users. */
export const mayCall = (caller: PersonType, callee: PersonType): boolean =>
  caller === "CRM_USER" || callee === "CRM_USER";

/** What the reader of a snapshot is in it. */
export type Role = "caller" | "callee" | "offered" | "none";

/** The reader's part in a call: `offered` while it rings for them, `callee` once they answered. */
export function roleIn(call: CallSnapshot, supabaseUserId: string): Role {
  if (call.caller.supabaseUserId === supabaseUserId) return "caller";
  if (call.offer?.outcome === null) return "offered";
  if (call.offer?.outcome === "accepted") return "callee";
  return "none";
}

/** True while the call rings for the reader. */
export const ringsFor = (call: CallSnapshot, supabaseUserId: string): boolean =>
  call.status === "RINGING" && roleIn(call, supabaseUserId) === "offered";

/** Whole seconds between two instants in ms since the epoch; the duration of an answered call. */
export const durationSeconds = (answeredAt: number, endedAt: number): number =>
  Math.max(0, Math.floor((endedAt - answeredAt) / 1000));
