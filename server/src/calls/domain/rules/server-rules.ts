import { legOf, ownLeg, type Phase } from "../call.ts";
import { endCall } from "../changes/end-call.ts";
import * as media from "../changes/media.ts";
import * as offers from "../changes/offers.ts";
import { announce } from "../changes/recording.ts";
import type { CommandOf, ServerCommand } from "../inputs.ts";
import { isDue, leaseIsLost, missed } from "./due.ts";
import { same, type Rule } from "./rule.ts";

type ServerRules = {
  readonly [Type in ServerCommand["type"]]: Readonly<Record<Phase, Rule<CommandOf<Type>>>>;
};

const offer: Rule<CommandOf<"offer">> = (call, command, now) => ({
  call: offers.offer(call, command, now),
});
const turnsOver: Rule<unknown> = (call, _command, now) => ({ call: offers.endTurns(call, now) });
/** Leaves direct calls unchanged. They ring until their own deadline. */
const withdraw: Rule<CommandOf<"withdraw">> = (call, { userId, outcome }, now) => ({
  call: call.requestedCalleeId === null ? offers.withdraw(call, userId, outcome, now) : call,
});
const waitOver: Rule<CommandOf<"wait_over">> = (call, { reason }, now) => ({
  call:
    call.requestedCalleeId === null
      ? endCall(call, reason === "closed" ? "closed" : "nobody", now)
      : call,
});

const ringDeadline: Rule<unknown> = (call, _command, now) => ({
  call: isDue(call.deadlineAt, now) ? missed(call, now) : call,
});
const callDeadline: Rule<unknown> = (call, _command, now) => ({
  call: isDue(call.deadlineAt, now) ? endCall(call, "tooLong", now) : call,
});
const leaseLost: Rule<CommandOf<"caller_lease_lost">> = (call, { leasesSince }, now) => ({
  call: call.legs.some((leg) => leaseIsLost(leg, leasesSince, now))
    ? endCall(call, "callerGone", now)
    : call,
});
const calleeTaken: Rule<unknown> = (call, _command, now) => ({
  call: call.requestedCalleeId === null ? call : endCall(call, "busy", now),
});
const mediaFailed: Rule<unknown> = (call, _command, now) => ({
  call: endCall(call, "mediaFailed", now),
});
const roomLost: Rule<unknown> = (call, _command, now) => ({
  call: media.awaitRejoinOfAll(call, now),
});
const mediaUnseen: Rule<unknown> = (call, _command, now) => ({
  call: media.limitUncheckedPresence(call, now),
});
const partyLeft: Rule<CommandOf<"party_left">> = (call, command, now) => ({
  call: media.leave(call, command, now),
});
const partyReturned: Rule<CommandOf<"party_returned">> = (call, command) => ({
  call: media.rejoin(call, command),
});

const soundReported: Rule<CommandOf<"sound_reported">> = (call, command, now) => ({
  call: media.reportSound(call, command, now),
});
const soundBlocked: Rule<unknown> = (call, _command, now) => ({
  call: media.isBlockedTooLong(call, now) ? endCall(call, "mediaBlocked", now) : call,
});

const announceRecording: Rule<unknown> = (call, _command, now) => ({ call: announce(call, now) });

/**
 * Ends a call of two parties if one did not rejoin in time. Only a command of our API is a hang-up:
 * LiveKit reports also a client that reconnects from scratch as one that left intentionally. A
 * party whose network blocks the sound can't rejoin for that reason.
 */
const rejoinDeadlinePassed: Rule<CommandOf<"rejoin_deadline_passed">> = (
  call,
  { extraMs },
  now,
) => {
  const gone = call.legs.filter((leg) => isDue(leg.media.rejoinDeadline, now - extraMs));
  if (gone.length === 0) return { call };
  const ending = gone.some(media.isBlocked) ? "mediaBlocked" : "connectionLost";
  return { call: endCall(call, ending, now) };
};

/**
 * Ends a call that waits if its caller or its named callee was removed. Another person's offer
 * ends.
 */
const removedWhileWaiting: Rule<CommandOf<"person_removed">> = (call, { userId }, now) => ({
  call: legOf(call, userId)
    ? endCall(call, "removedWhileWaiting", now)
    : offers.withdraw(call, userId, "cancelled", now),
});
/** Ends an answered call of two parties if one was removed. */
const removedWhileConnected: Rule<CommandOf<"person_removed">> = (call, { userId }, now) => ({
  call: ownLeg(call, userId) ? endCall(call, "removedWhileConnected", now) : call,
});

/** The rules for commands of the sweeper, the media server and the queue, by phase of the call. */
export const serverRules: ServerRules = {
  offer: { QUEUED: offer, RINGING: offer, IN_PROGRESS: same, over: same },
  turns_over: { QUEUED: same, RINGING: turnsOver, IN_PROGRESS: same, over: same },
  withdraw: { QUEUED: same, RINGING: withdraw, IN_PROGRESS: same, over: same },
  // The queue does not end a call that rings.
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
  rejoin_deadline_passed: {
    QUEUED: same,
    RINGING: same,
    IN_PROGRESS: rejoinDeadlinePassed,
    over: same,
  },
  callee_taken: { QUEUED: same, RINGING: calleeTaken, IN_PROGRESS: same, over: same },
  media_failed: { QUEUED: mediaFailed, RINGING: mediaFailed, IN_PROGRESS: mediaFailed, over: same },
  room_lost: { QUEUED: same, RINGING: same, IN_PROGRESS: roomLost, over: same },
  media_unseen: { QUEUED: same, RINGING: same, IN_PROGRESS: mediaUnseen, over: same },
  sound_reported: { QUEUED: same, RINGING: same, IN_PROGRESS: soundReported, over: same },
  announce_recording: {
    QUEUED: announceRecording,
    RINGING: announceRecording,
    IN_PROGRESS: announceRecording,
    over: same,
  },
  sound_blocked: { QUEUED: same, RINGING: same, IN_PROGRESS: soundBlocked, over: same },
  person_removed: {
    QUEUED: removedWhileWaiting,
    RINGING: removedWhileWaiting,
    IN_PROGRESS: removedWhileConnected,
    over: same,
  },
};
