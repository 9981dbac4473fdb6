import { sideOf, type Actor, type Call, type CommandOf, type ServerCommand } from "../call.ts";
import * as change from "../changes/changes.ts";
import { callerIsGone, isDue, missed } from "./due.ts";
import { same, type Phase, type Rule } from "./rule.ts";

type ServerRules = {
  readonly [Type in ServerCommand["type"]]: Readonly<Record<Phase, Rule<CommandOf<Type>>>>;
};

const offer: Rule<CommandOf<"offer">> = (call, command, now) => ({
  call: change.offer(call, command, now),
});
const turnsOver: Rule<unknown> = (call, _command, now) => ({ call: change.endTurns(call, now) });
const withdraw: Rule<CommandOf<"withdraw">> = (call, { personId, outcome }, now) =>
  // A call by name rings until its own deadline, whatever its callee is up to.
  ({
    call: call.requestedCalleeId === null ? change.withdraw(call, personId, outcome, now) : call,
  });
const waitOver: Rule<CommandOf<"wait_over">> = (call, { reason }, now) => ({
  call:
    call.requestedCalleeId === null
      ? change.end(call, reason === "closed" ? "closed" : "nobody", now)
      : call,
});

const ringDeadline: Rule<unknown> = (call, _command, now) => ({
  call: isDue(call.deadlineAt, now) ? missed(call, now) : call,
});
const callDeadline: Rule<unknown> = (call, _command, now) => ({
  call: isDue(call.deadlineAt, now) ? change.end(call, "tooLong", now) : call,
});
const leaseLost: Rule<CommandOf<"caller_lease_lost">> = (call, { leasesSince }, now) => ({
  call: callerIsGone(call, leasesSince, now) ? change.end(call, "callerGone", now) : call,
});
const calleeTaken: Rule<unknown> = (call, _command, now) => ({
  call: call.requestedCalleeId === null ? call : change.end(call, "busy", now),
});
const mediaFailed: Rule<unknown> = (call, _command, now) => ({
  call: change.end(call, "mediaFailed", now),
});
const roomLost: Rule<unknown> = (call, _command, now) => ({ call: change.awaitBoth(call, now) });
const mediaUnseen: Rule<unknown> = (call, _command, now) => ({ call: change.unseen(call, now) });

const gracePassed: Rule<CommandOf<"grace_passed">> = (call, { patience }, now) => {
  const gone = (
    [
      [call.caller, call.callerMedia],
      [call.callee, call.calleeMedia],
    ] as const
  ).filter(([, media]) => isDue(media.goneUntil, now - patience));
  if (gone.length === 0) return { call };
  const leaver = gone.find(([, media]) => media.saidGoodbye);
  return {
    call: leaver
      ? change.end(call, "hungUp", now, leaver[0]?.supabaseUserId)
      : change.end(call, "connectionLost", now),
  };
};

const partyLeft: Rule<CommandOf<"party_left">> = (call, { party, sid, saidGoodbye }, now) => {
  const side = mediaOf(call, party);
  const media = side && change.left(call[side], sid, saidGoodbye, now);
  return { call: side && media ? { ...call, [side]: media } : call };
};
const partyReturned: Rule<CommandOf<"party_returned">> = (call, { party, sid, listed }) => {
  const side = mediaOf(call, party);
  const media = side && change.seen(call[side], sid, listed);
  return { call: side && media ? { ...call, [side]: media } : call };
};
function mediaOf(call: Call, { personId, deviceId }: Actor): "callerMedia" | "calleeMedia" | null {
  const side = sideOf(call, personId);
  if (side === "caller") return deviceId === call.callerDeviceId ? "callerMedia" : null;
  return side === "callee" && deviceId === call.answeredDeviceId ? "calleeMedia" : null;
}

const removedBefore: Rule<CommandOf<"person_removed">> = (call, { personId }, now) => {
  if (personId === call.caller.supabaseUserId || personId === call.requestedCalleeId)
    return { call: change.end(call, "removedBefore", now) };
  return { call: change.withdraw(call, personId, "cancelled", now) };
};
const removedOn: Rule<CommandOf<"person_removed">> = (call, { personId }, now) => ({
  call: sideOf(call, personId) ? change.end(call, "removedOn", now) : call,
});

/** What time, the media server and the queue do to a call. */
export const serverRules: ServerRules = {
  offer: { QUEUED: offer, RINGING: offer, IN_PROGRESS: same, over: same },
  turns_over: { QUEUED: same, RINGING: turnsOver, IN_PROGRESS: same, over: same },
  withdraw: { QUEUED: same, RINGING: withdraw, IN_PROGRESS: same, over: same },
  // Nobody's phone stops ringing under their hand.
  wait_over: { QUEUED: waitOver, RINGING: same, IN_PROGRESS: same, over: same },
  deadline_passed: {
    QUEUED: ringDeadline,
    RINGING: ringDeadline,
    IN_PROGRESS: callDeadline,
    over: same,
  },
  caller_lease_lost: { QUEUED: leaseLost, RINGING: leaseLost, IN_PROGRESS: same, over: same },
  party_left: { QUEUED: partyLeft, RINGING: partyLeft, IN_PROGRESS: partyLeft, over: same },
  party_returned: {
    QUEUED: partyReturned,
    RINGING: partyReturned,
    IN_PROGRESS: partyReturned,
    over: same,
  },
  grace_passed: { QUEUED: same, RINGING: same, IN_PROGRESS: gracePassed, over: same },
  callee_taken: { QUEUED: same, RINGING: calleeTaken, IN_PROGRESS: same, over: same },
  media_failed: { QUEUED: mediaFailed, RINGING: mediaFailed, IN_PROGRESS: mediaFailed, over: same },
  room_lost: { QUEUED: same, RINGING: same, IN_PROGRESS: roomLost, over: same },
  media_unseen: { QUEUED: same, RINGING: same, IN_PROGRESS: mediaUnseen, over: same },
  person_removed: {
    QUEUED: removedBefore,
    RINGING: removedBefore,
    IN_PROGRESS: removedOn,
    over: same,
  },
};
