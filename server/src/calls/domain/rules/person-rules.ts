import { times } from "@synapse-voice/contract";
import { offerTo, ownLeg, type Phase, type RoleInCall } from "../call.ts";
import { calleeLeg } from "../caller-callee.ts";
import { endCall } from "../changes/end-call.ts";
import * as legs from "../changes/legs.ts";
import * as media from "../changes/media.ts";
import { withdraw } from "../changes/offers.ts";
import { control, giveConsent } from "../changes/recording.ts";
import type { Actor, CommandOf, PersonCommand } from "../inputs.ts";
import { readerOf, visibleName } from "../visible-party.ts";
import { isDue, leaseIsLost, missed } from "./due.ts";
import { refuse, same, type Rule } from "./rule.ts";

type RulesOf<C> = Readonly<Record<Phase, Readonly<Record<RoleInCall, Rule<C>>>>>;
type PersonRules = {
  readonly [Type in PersonCommand["type"]]: RulesOf<CommandOf<Type>>;
};
type ByPerson = Rule<{ readonly by: Actor }>;

const forbidden = refuse("forbidden");
const ended = refuse("call_ended");
const unanswered = refuse("call_not_answered");
const elsewhere: ByPerson = (call, { by }) => {
  const callee = calleeLeg(call);
  return {
    refusal: {
      code: "answered_elsewhere",
      ...(callee ? { answeredBy: visibleName(callee.party, readerOf(call, by.userId)) } : {}),
    },
  };
};
const cancelled: ByPerson = (call, { by }, now) => ({
  call: endCall(call, "cancelled", now, by.userId),
});
/** A call of two parties ends when one of them hangs up. */
const hungUp: ByPerson = (call, { by }, now) => ({
  call: endCall(call, "hungUp", now, by.userId),
});
/** Ends one person's offer. A direct call ends, too. A queue call rings other agents or waits. */
const decline: ByPerson = (call, { by }, now) => {
  const without = withdraw(call, by.userId, "declined", now, by.deviceId);
  const isDirect = call.requestedCalleeId !== null;
  return { call: isDirect ? endCall(without, "declined", now, by.userId) : without };
};
const tooLate: ByPerson = (call, command, now) =>
  (offerTo(call, command.by.userId)?.outcome === "declined" ? same : elsewhere)(call, command, now);
const afterEnd: ByPerson = (call, command, now) =>
  (offerTo(call, command.by.userId)?.outcome === "answered_elsewhere" ? elsewhere : ended)(
    call,
    command,
    now,
  );

const answer: Rule<CommandOf<"accept">> = (call, command, now) => {
  if (isDue(call.deadlineAt, now))
    return { call: missed(call, now), refusal: { code: "call_ended" } };
  if (call.legs.some((leg) => leaseIsLost(leg, command.leasesSince, now)))
    return { call: endCall(call, "callerGone", now), refusal: { code: "call_ended" } };
  if (command.otherCallId !== null)
    return { refusal: { code: "on_another_call", callId: command.otherCallId } };
  return { call: legs.connect(call, command, now) };
};
const answerAgain: Rule<CommandOf<"accept">> = (call, command, now) =>
  (command.by.deviceId === ownLeg(call, command.by.userId)?.deviceId ? same : elsewhere)(
    call,
    command,
    now,
  );

/** Refuses customers. They have one call at a time, so they need no hold. */
const agentOnly =
  <C extends { readonly by: Actor }>(rule: Rule<C>): Rule<C> =>
  (call, command, now) =>
    (ownLeg(call, command.by.userId)?.party.type === "CRM_USER" ? rule : forbidden)(
      call,
      command,
      now,
    );
const hold = agentOnly<CommandOf<"hold">>((call, { by }, now) => ({
  call: legs.hold(call, by.userId, now),
}));
const resume = agentOnly<CommandOf<"resume">>((call, { by, otherCallId }) => {
  const resumed = legs.hold(call, by.userId, null);
  return resumed !== call && otherCallId !== null
    ? { refusal: { code: "on_another_call", callId: otherCallId } }
    : { call: resumed };
});

const moveToDevice: ByPerson = (call, { by }, now) => ({
  call: legs.moveToDevice(call, by, now),
});

/**
 * Renews the lease for the caller's own device only. If its tab is gone, another tab must not keep
 * the call alive.
 */
const renew: ByPerson = (call, { by }, now) => ({
  call: legs.changeLegs(call, (leg) =>
    leg === ownLeg(call, by.userId) && leg.deviceId === by.deviceId
      ? { ...leg, leaseUntil: now + times.callerLeaseMs }
      : leg,
  ),
});

/** A hint for the other party. It never ends a call. */
const leavePage: ByPerson = (call, { by }, now) => ({ call: media.leavePage(call, by, now) });

/** Consent can be given while the call waits. All else needs an agent on the call. */
const record: Rule<CommandOf<"record">> = (call, command, now) =>
  command.change.action === "consent"
    ? giveConsent(call, command, now)
    : agentOnly(control)(call, command, now);
const recordEarly: Rule<CommandOf<"record">> = (call, command, now) =>
  (command.change.action === "consent" ? giveConsent : unanswered)(call, command, now);

/** The cells of roles that no command creates yet. */
const notYet = { consultant: forbidden, supervisor: forbidden };

const holdOrResume = <C extends { readonly by: Actor }>(rule: Rule<C>): RulesOf<C> => ({
  QUEUED: { caller: unanswered, offered: unanswered, callee: same, past: unanswered, ...notYet },
  RINGING: { caller: unanswered, offered: unanswered, callee: same, past: unanswered, ...notYet },
  IN_PROGRESS: { caller: rule, offered: same, callee: rule, past: elsewhere, ...notYet },
  over: { caller: ended, offered: same, callee: ended, past: afterEnd, ...notYet },
});

/**
 * The rules for each command of a person, by the phase of the call and the person's role in it.
 * Some cells can't be reached, because nobody is a callee before the answer and no offer is open
 * after it. They are `same`.
 */
export const personRules: PersonRules = {
  accept: {
    QUEUED: { caller: forbidden, offered: same, callee: same, past: ended, ...notYet },
    RINGING: { caller: forbidden, offered: answer, callee: same, past: ended, ...notYet },
    IN_PROGRESS: {
      caller: forbidden,
      offered: same,
      callee: answerAgain,
      past: elsewhere,
      ...notYet,
    },
    over: { caller: forbidden, offered: same, callee: ended, past: afterEnd, ...notYet },
  },
  decline: {
    QUEUED: { caller: forbidden, offered: same, callee: same, past: same, ...notYet },
    RINGING: { caller: forbidden, offered: decline, callee: same, past: same, ...notYet },
    IN_PROGRESS: { caller: forbidden, offered: same, callee: elsewhere, past: tooLate, ...notYet },
    over: { caller: forbidden, offered: same, callee: same, past: same, ...notYet },
  },
  cancel: {
    QUEUED: {
      caller: cancelled,
      offered: forbidden,
      callee: forbidden,
      past: forbidden,
      ...notYet,
    },
    RINGING: {
      caller: cancelled,
      offered: forbidden,
      callee: forbidden,
      past: forbidden,
      ...notYet,
    },
    IN_PROGRESS: {
      caller: hungUp,
      offered: forbidden,
      callee: forbidden,
      past: forbidden,
      ...notYet,
    },
    over: { caller: same, offered: forbidden, callee: forbidden, past: forbidden, ...notYet },
  },
  hang_up: {
    QUEUED: { caller: cancelled, offered: same, callee: same, past: same, ...notYet },
    RINGING: { caller: cancelled, offered: decline, callee: same, past: same, ...notYet },
    IN_PROGRESS: { caller: hungUp, offered: same, callee: hungUp, past: tooLate, ...notYet },
    over: { caller: same, offered: same, callee: same, past: same, ...notYet },
  },
  hold: holdOrResume(hold),
  resume: holdOrResume(resume),
  continue: {
    QUEUED: {
      caller: moveToDevice,
      offered: unanswered,
      callee: same,
      past: unanswered,
      ...notYet,
    },
    RINGING: {
      caller: moveToDevice,
      offered: unanswered,
      callee: same,
      past: unanswered,
      ...notYet,
    },
    IN_PROGRESS: {
      caller: moveToDevice,
      offered: same,
      callee: moveToDevice,
      past: elsewhere,
      ...notYet,
    },
    over: { caller: ended, offered: same, callee: ended, past: afterEnd, ...notYet },
  },
  renew_lease: {
    QUEUED: { caller: renew, offered: forbidden, callee: forbidden, past: forbidden, ...notYet },
    RINGING: { caller: renew, offered: forbidden, callee: forbidden, past: forbidden, ...notYet },
    IN_PROGRESS: {
      caller: same,
      offered: forbidden,
      callee: forbidden,
      past: forbidden,
      ...notYet,
    },
    over: { caller: same, offered: forbidden, callee: forbidden, past: forbidden, ...notYet },
  },
  record: {
    QUEUED: {
      caller: recordEarly,
      offered: unanswered,
      callee: same,
      past: unanswered,
      ...notYet,
    },
    RINGING: {
      caller: recordEarly,
      offered: recordEarly,
      callee: same,
      past: unanswered,
      ...notYet,
    },
    IN_PROGRESS: { caller: record, offered: same, callee: record, past: elsewhere, ...notYet },
    over: { caller: ended, offered: same, callee: ended, past: afterEnd, ...notYet },
  },
  leave_page: {
    QUEUED: { caller: same, offered: same, callee: same, past: same, ...notYet },
    RINGING: { caller: same, offered: same, callee: same, past: same, ...notYet },
    IN_PROGRESS: { caller: leavePage, offered: same, callee: leavePage, past: same, ...notYet },
    over: { caller: same, offered: same, callee: same, past: same, ...notYet },
  },
};
