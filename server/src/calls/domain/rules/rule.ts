import type { Call, Refusal, Standing } from "../call.ts";

/**
 * What a rule answers: the call as it is then (the same object: nothing to do), or why not; or
 * both.
 */
export interface Decision {
  readonly call?: Call;
  readonly refusal?: Refusal;
}
export type Rule<C> = (call: Call, command: C, now: number) => Decision;

export type Phase = "QUEUED" | "RINGING" | "IN_PROGRESS" | "over";
export type Involved = Exclude<Standing, "stranger">;

export const same: Rule<unknown> = (call) => ({ call });
export const refuse =
  (code: Refusal["code"]): Rule<unknown> =>
  () => ({ refusal: { code } });
