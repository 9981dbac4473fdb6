import { times } from "@synapse-voice/contract";
import { isOver, offerTo, openOffers, standingOf, type Actor, type Call, type Command, type CommandOf, type PersonCommand, type Refusal, type ServerCommand, type Standing } from "./call.ts";
import * as change from "./changes.ts";
import { eventsBetween, type RecipientEvent } from "./views.ts";

/** Work outside the database that follows a change once it is committed. */
export type Effect = "delete_room" | "offer_waiting_calls";

/** What a command comes to. A change may stand although who asked is refused: an answer to a caller who is gone. */
export type Outcome =
  | { readonly kind: "changed"; readonly call: Call; readonly events: readonly RecipientEvent[]; readonly effects: readonly Effect[]; readonly refusal?: Refusal }
  | { readonly kind: "unchanged"; readonly call: Call }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** What a rule answers: the call as it is then (the same object: nothing to do), or why not; or both. */
interface Decision {
  readonly call?: Call;
  readonly refusal?: Refusal;
}
type Rule<C> = (call: Call, command: C, now: number) => Decision;

type Phase = "QUEUED" | "RINGING" | "IN_PROGRESS" | "over";
type Involved = Exclude<Standing, "stranger">;
type PersonRules = { readonly [Type in PersonCommand["type"]]: Readonly<Record<Phase, Readonly<Record<Involved, Rule<CommandOf<Type>>>>>> };
type ServerRules = { readonly [Type in ServerCommand["type"]]: Readonly<Record<Phase, Rule<CommandOf<Type>>>> };

const same: Rule<unknown> = (call) => ({ call });
const refuse = (code: Refusal["code"]): Rule<unknown> => () => ({ refusal: { code } });
const forbidden = refuse("forbidden");
const ended = refuse("call_ended");
const elsewhere: Rule<unknown> = (call) => ({ refusal: { code: "answered_elsewhere", ...(call.callee ? { answeredBy: call.callee.name } : {}) } });
const cancelled: Rule<{ by: Actor }> = (call, { by }, now) => ({ call: change.end(call, "cancelled", now, by.personId) });
const hungUp: Rule<{ by: Actor }> = (call, { by }, now) => ({ call: change.end(call, "hungUp", now, by.personId) });
const turnDown: Rule<{ by: Actor }> = (call, command, now) => ({ call: change.turnDown(call, command.by, now) });
const tooLate: Rule<{ by: Actor }> = (call, command, now) => (offerTo(call, command.by.personId)?.outcome === "declined" ? same : elsewhere)(call, command, now);
const afterTheEnd: Rule<{ by: Actor }> = (call, command, now) => (offerTo(call, command.by.personId)?.outcome === "answered_elsewhere" ? elsewhere : ended)(call, command, now);

const answer: Rule<CommandOf<"accept">> = (call, command, now) => {
  if (isDue(call.deadlineAt, now)) return { call: missed(call, now), refusal: { code: "call_ended" } };
  if (callerIsGone(call, command.leasesSince, now)) return { call: change.end(call, "callerGone", now), refusal: { code: "call_ended" } };
  if (command.otherCallId !== null) return { refusal: { code: "on_another_call", callId: command.otherCallId } };
  return { call: change.connect(call, command, now) };
};
const answerAgain: Rule<CommandOf<"accept">> = (call, command, now) => (command.by.deviceId === call.answeredDeviceId ? same : elsewhere)(call, command, now);

const renew: Rule<CommandOf<"renew_lease">> = (call, { by }, now) =>
  // Another tab of the caller must not keep a call alive whose own tab is gone.
  by.deviceId === call.callerDeviceId ? { call: { ...call, callerLeaseUntil: now + times.callerLease } } : { call };

// Cells that no call can be in (nobody is a callee before the answer, no offer is open after it) read `same`.
const personRules: PersonRules = {
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
  renew_lease: {
    QUEUED: { caller: renew, offered: forbidden, callee: forbidden, past: forbidden },
    RINGING: { caller: renew, offered: forbidden, callee: forbidden, past: forbidden },
    IN_PROGRESS: { caller: same, offered: forbidden, callee: forbidden, past: forbidden },
    over: { caller: same, offered: forbidden, callee: forbidden, past: forbidden },
  },
};

const isDue = (at: number | null, now: number): boolean => at !== null && at <= now;
/** What passed while nobody could renew does not count: from the end of an outage a caller has one full lease. */
const callerIsGone = (call: Call, leasesSince: number, now: number): boolean =>
  call.callerLeaseUntil !== null && Math.max(call.callerLeaseUntil, leasesSince + times.callerLease) <= now;
const missed = (call: Call, now: number): Call => change.end(call, call.offers.length > 0 ? "unanswered" : "nobody", now);

const offer: Rule<CommandOf<"offer">> = (call, command, now) => ({ call: change.offer(call, command, now) });
const ringDeadline: Rule<unknown> = (call, _command, now) => ({ call: isDue(call.deadlineAt, now) ? missed(call, now) : call });
const callDeadline: Rule<unknown> = (call, _command, now) => ({ call: isDue(call.deadlineAt, now) ? change.end(call, "tooLong", now) : call });
const leaseLost: Rule<CommandOf<"caller_lease_lost">> = (call, { leasesSince }, now) => ({ call: callerIsGone(call, leasesSince, now) ? change.end(call, "callerGone", now) : call });
const roomLost: Rule<unknown> = (call, _command, now) => ({ call: change.awaitBoth(call, now) });
const mediaUnseen: Rule<unknown> = (call, _command, now) => ({ call: change.unseen(call, now) });
const mediaFailed: Rule<unknown> = (call, _command, now) => ({ call: change.end(call, "mediaFailed", now) });

const gracePassed: Rule<CommandOf<"grace_passed">> = (call, { patience }, now) => {
  const gone = ([[call.caller, call.callerMedia], [call.callee, call.calleeMedia]] as const).filter(([, media]) => isDue(media.goneUntil, now - patience));
  if (gone.length === 0) return { call };
  const leaver = gone.find(([, media]) => media.saidGoodbye);
  return { call: leaver ? change.end(call, "hungUp", now, leaver[0]?.supabaseUserId) : change.end(call, "connectionLost", now) };
};

const partyLeft: Rule<CommandOf<"party_left">> = (call, { party, sid, saidGoodbye }, now) => {
  const side = sideOf(call, party);
  const media = side && change.left(call[side], sid, saidGoodbye, now);
  return { call: side && media ? { ...call, [side]: media } : call };
};
const partyReturned: Rule<CommandOf<"party_returned">> = (call, { party, sid, listed }) => {
  const side = sideOf(call, party);
  const media = side && change.seen(call[side], sid, listed);
  return { call: side && media ? { ...call, [side]: media } : call };
};
function sideOf(call: Call, party: Actor): "callerMedia" | "calleeMedia" | null {
  if (party.personId === call.caller.supabaseUserId) return party.deviceId === call.callerDeviceId ? "callerMedia" : null;
  return party.personId === call.callee?.supabaseUserId && party.deviceId === call.answeredDeviceId ? "calleeMedia" : null;
}

const removedBefore: Rule<CommandOf<"person_removed">> = (call, { personId }, now) => {
  if (personId === call.caller.supabaseUserId || personId === call.requestedCalleeId) return { call: change.end(call, "removedBefore", now) };
  return { call: openOffers(call).some(({ person }) => person.supabaseUserId === personId) ? change.withdraw(call, personId, "cancelled", now) : call };
};
const removedOn: Rule<CommandOf<"person_removed">> = (call, { personId }, now) =>
  personId === call.caller.supabaseUserId || personId === call.callee?.supabaseUserId ? { call: change.end(call, "removedOn", now) } : { call };

const serverRules: ServerRules = {
  offer: { QUEUED: offer, RINGING: offer, IN_PROGRESS: same, over: same },
  deadline_passed: { QUEUED: ringDeadline, RINGING: ringDeadline, IN_PROGRESS: callDeadline, over: same },
  caller_lease_lost: { QUEUED: leaseLost, RINGING: leaseLost, IN_PROGRESS: same, over: same },
  party_left: { QUEUED: partyLeft, RINGING: partyLeft, IN_PROGRESS: partyLeft, over: same },
  party_returned: { QUEUED: partyReturned, RINGING: partyReturned, IN_PROGRESS: partyReturned, over: same },
  grace_passed: { QUEUED: same, RINGING: same, IN_PROGRESS: gracePassed, over: same },
  room_lost: { QUEUED: same, RINGING: same, IN_PROGRESS: roomLost, over: same },
  media_unseen: { QUEUED: same, RINGING: same, IN_PROGRESS: mediaUnseen, over: same },
  media_failed: { QUEUED: mediaFailed, RINGING: mediaFailed, IN_PROGRESS: mediaFailed, over: same },
  person_removed: { QUEUED: removedBefore, RINGING: removedBefore, IN_PROGRESS: removedOn, over: same },
};

function decide(call: Call, command: Command, now: number): Decision {
  const phase: Phase = call.status === "QUEUED" || call.status === "RINGING" || call.status === "IN_PROGRESS" ? call.status : "over";
  if (!("by" in command)) return (serverRules[command.type][phase] as Rule<Command>)(call, command, now);
  const standing = standingOf(call, command.by.personId);
  if (standing === "stranger") return { refusal: { code: "call_not_found" } };
  return (personRules[command.type][phase][standing] as Rule<Command>)(call, command, now);
}

/**
 * The one place where a call changes: pure (time is a parameter) and total (every command has an answer in every status).
 * A change raises the version by one and tells everyone whose view of the call it changes.
 */
export function transition(call: Call, command: Command, now: number): Outcome {
  const decision = decide(call, command, now);
  if (decision.call === undefined) return { kind: "refused", refusal: decision.refusal ?? { code: "internal" } };
  if (decision.call === call) return { kind: "unchanged", call };
  const next = { ...decision.call, version: call.version + 1 };
  return {
    kind: "changed",
    call: next,
    events: eventsBetween(call, next),
    effects: isOver(next) ? ["delete_room", "offer_waiting_calls"] : [],
    ...(decision.refusal ? { refusal: decision.refusal } : {}),
  };
}
