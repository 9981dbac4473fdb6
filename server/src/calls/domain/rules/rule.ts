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
export type Rule<C> = (call: Call, command: C, now: number) => Decision;

export const same: Rule<unknown> = (call) => ({ call });
export const refuse =
  (code: Refusal["code"]): Rule<unknown> =>
  () => ({ refusal: { code } });
