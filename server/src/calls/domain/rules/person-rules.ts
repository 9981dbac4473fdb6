import { times } from "@synapse-voice/contract";
import { offerTo, sideOf, type Actor, type CommandOf, type PersonCommand } from "../call.ts";
import * as change from "../changes/changes.ts";
import { callerIsGone, isDue, missed } from "./due.ts";
import { refuse, same, type Involved, type Phase, type Rule } from "./rule.ts";

type PersonRules = {
  readonly [Type in PersonCommand["type"]]: Readonly<
    Record<Phase, Readonly<Record<Involved, Rule<CommandOf<Type>>>>>
  >;
};
type ByPerson = Rule<{ readonly by: Actor }>;

const forbidden = refuse("forbidden");
const ended = refuse("call_ended");
const unanswered = refuse("call_not_answered");
const elsewhere: Rule<unknown> = (call) => ({
  refusal: { code: "answered_elsewhere", ...(call.callee ? { answeredBy: call.callee.name } : {}) },
});
const cancelled: ByPerson = (call, { by }, now) => ({
  call: change.end(call, "cancelled", now, by.personId),
});
const hungUp: ByPerson = (call, { by }, now) => ({
  call: change.end(call, "hungUp", now, by.personId),
});
const turnDown: ByPerson = (call, { by }, now) => ({ call: change.turnDown(call, by, now) });
const tooLate: ByPerson = (call, command, now) =>
  (offerTo(call, command.by.personId)?.outcome === "declined" ? same : elsewhere)(
    call,
    command,
    now,
  );
const afterTheEnd: ByPerson = (call, command, now) =>
  (offerTo(call, command.by.personId)?.outcome === "answered_elsewhere" ? elsewhere : ended)(
    call,
    command,
    now,
  );

const answer: Rule<CommandOf<"accept">> = (call, command, now) => {
  if (isDue(call.deadlineAt, now))
    return { call: missed(call, now), refusal: { code: "call_ended" } };
  if (callerIsGone(call, command.leasesSince, now))
    return { call: change.end(call, "callerGone", now), refusal: { code: "call_ended" } };
  if (command.otherCallId !== null)
    return { refusal: { code: "on_another_call", callId: command.otherCallId } };
  return { call: change.connect(call, command, now) };
};
const answerAgain: Rule<CommandOf<"accept">> = (call, command, now) =>
  (command.by.deviceId === call.answeredDeviceId ? same : elsewhere)(call, command, now);

/** Only agents hold: a customer has one call at a time. */
const agentOnly =
  <C extends { readonly by: Actor }>(rule: Rule<C>): Rule<C> =>
  (call, command, now) => {
    const side = sideOf(call, command.by.personId);
    return (side !== null && call[side]?.type === "CRM_USER" ? rule : forbidden)(
      call,
      command,
      now,
    );
  };
const hold = agentOnly<CommandOf<"hold">>((call, { by }, now) => ({
  call: change.hold(call, by.personId, now),
}));
const resume = agentOnly<CommandOf<"resume">>((call, { by, otherCallId }) => {
  const resumed = change.hold(call, by.personId, null);
  return resumed !== call && otherCallId !== null
    ? { refusal: { code: "on_another_call", callId: otherCallId } }
    : { call: resumed };
});

const goOn: ByPerson = (call, { by }, now) => ({ call: change.continueOn(call, by, now) });

const renew: Rule<CommandOf<"renew_lease">> = (call, { by }, now) =>
  // Another tab of the caller must not keep a call alive whose own tab is gone.
  by.deviceId === call.callerDeviceId
    ? { call: { ...call, callerLeaseUntil: now + times.callerLease } }
    : { call };

const holding = <C extends { readonly by: Actor }>(
  rule: Rule<C>,
): Readonly<Record<Phase, Readonly<Record<Involved, Rule<C>>>>> => ({
  QUEUED: { caller: unanswered, offered: unanswered, callee: same, past: unanswered },
  RINGING: { caller: unanswered, offered: unanswered, callee: same, past: unanswered },
  IN_PROGRESS: { caller: rule, offered: same, callee: rule, past: elsewhere },
  over: { caller: ended, offered: same, callee: ended, past: afterTheEnd },
});

/**
 * What people may do to a call. Cells that no call can be in (nobody is a callee before the answer,
 * no offer is open after it) read `same`.
 */
export const personRules: PersonRules = {
  accept: {
    QUEUED: { caller: forbidden, offered: same, callee: same, past: ended },
    RINGING: { caller: forbidden, offered: answer, callee: same, past: ended },
    IN_PROGRESS: { caller: forbidden, offered: same, callee: answerAgain, past: elsewhere },
    over: { caller: forbidden, offered: same, callee: ended, past: afterTheEnd },
  },
  decline: {
    QUEUED: { caller: forbidden, offered: same, callee: same, past: same },
    RINGING: { caller: forbidden, offered: turnDown, callee: same, past: same },
    IN_PROGRESS: { caller: forbidden, offered: same, callee: elsewhere, past: tooLate },
    over: { caller: forbidden, offered: same, callee: same, past: same },
  },
  cancel: {
    QUEUED: { caller: cancelled, offered: forbidden, callee: forbidden, past: forbidden },
    RINGING: { caller: cancelled, offered: forbidden, callee: forbidden, past: forbidden },
    IN_PROGRESS: { caller: hungUp, offered: forbidden, callee: forbidden, past: forbidden },
    over: { caller: same, offered: forbidden, callee: forbidden, past: forbidden },
  },
  hang_up: {
    QUEUED: { caller: cancelled, offered: same, callee: same, past: same },
    RINGING: { caller: cancelled, offered: turnDown, callee: same, past: same },
    IN_PROGRESS: { caller: hungUp, offered: same, callee: hungUp, past: tooLate },
    over: { caller: same, offered: same, callee: same, past: same },
  },
  hold: holding(hold),
  resume: holding(resume),
  continue: {
    QUEUED: { caller: goOn, offered: unanswered, callee: same, past: unanswered },
    RINGING: { caller: goOn, offered: unanswered, callee: same, past: unanswered },
    IN_PROGRESS: { caller: goOn, offered: same, callee: goOn, past: elsewhere },
    over: { caller: ended, offered: same, callee: ended, past: afterTheEnd },
  },
  renew_lease: {
    QUEUED: { caller: renew, offered: forbidden, callee: forbidden, past: forbidden },
    RINGING: { caller: renew, offered: forbidden, callee: forbidden, past: forbidden },
    IN_PROGRESS: { caller: same, offered: forbidden, callee: forbidden, past: forbidden },
    over: { caller: same, offered: forbidden, callee: forbidden, past: forbidden },
  },
};
