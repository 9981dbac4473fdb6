import type { ErrorCode } from "@synapse-voice/contract";
import type { Call } from "../call.ts";

/** Refusal of a command: the error code, and the call or the person that stands in the way. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly callId?: string;
  readonly answeredBy?: string;
}

/**
 * The decision of a rule: the call after the command (the same object if nothing changes), the
 * refusal, or both.
 */
export interface Decision {
  readonly call?: Call;
  readonly refusal?: Refusal;
}
/** Decides what a command does to a call in one phase. `now` is in ms since the epoch. */
export type Rule<C> = (call: Call, command: C, now: number) => Decision;

/** The rule that leaves the call the same. The command succeeds without a change. */
export const same: Rule<unknown> = (call) => ({ call });
/** Returns the rule that refuses every command with this error code. */
export const refuse =
  (code: Refusal["code"]): Rule<unknown> =>
  () => ({ refusal: { code } });
