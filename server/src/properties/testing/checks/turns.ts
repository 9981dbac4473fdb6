import {
  isLive,
  isPlacedBy,
  ms,
  type CallRow,
  type LegRow,
  type Observation,
  type OfferRow,
} from "../world/observation.ts";
import { agents, type Cast } from "../world/people.ts";
import { agentStatus } from "./agent-status.ts";

/** Time for which a call does not ring an agent who missed a turn. */
const pauseAfterMissMs = 60_000;

/** Returns true if the queue may ring this agent for this call now. */
function mayRing(seen: Observation, call: CallRow, id: string, now: number): boolean {
  const { wants, onCall, wrapsUp, rings } = agentStatus(seen, id, now);
  return (
    wants &&
    !onCall &&
    !wrapsUp &&
    !rings &&
    !isPaused(seen, call, id, now) &&
    !seen.removed.includes(id) &&
    !isPlacedBy(call, id)
  );
}

const turnsOf = (seen: Observation, call: CallRow, id: string): readonly OfferRow[] =>
  seen.offers.filter(({ callId, personId }) => callId === call.id && personId === id);
const isPaused = (seen: Observation, call: CallRow, id: string, now: number): boolean =>
  turnsOf(seen, call, id).some(
    ({ outcome, endedAt }) =>
      outcome === "declined" || (outcome === "missed" && ms(endedAt) + pauseAfterMissMs > now),
  );

/** After a sweep no call waits while an agent could have a turn. */
export const uselessWaits = (
  { cast, seen }: Pick<Change, "cast" | "seen">,
  now: number,
): string[] =>
  seen.calls
    .filter(
      ({ status, requestedCalleeId, deadlineAt }) =>
        status === "QUEUED" && requestedCalleeId === null && ms(deadlineAt) > now,
    )
    .flatMap((call) =>
      agents
        .filter((name) => mayRing(seen, call, cast.people[name].id, now))
        .map((name) => `queue: call ${call.id} waits though ${name} is free`),
    );

/** A change of the database, from one check to the next. */
export interface Change {
  readonly cast: Cast;
  readonly before: Observation;
  readonly seen: Observation;
  readonly now: number;
  /** Nothing else happened meanwhile. */
  readonly alone: boolean;
}

interface Turn {
  readonly turn: OfferRow;
  readonly call: CallRow;
  /** The state as it would be without this turn. */
  readonly without: Observation;
}

const newTurns = ({ before, seen }: Change): Turn[] =>
  seen.offers
    .filter(
      ({ id, fromQueue, outcome }) =>
        fromQueue && outcome === null && !before.offers.some((offer) => offer.id === id),
    )
    .flatMap((turn) => {
      const call = seen.calls.find(({ id }) => id === turn.callId);
      return call
        ? [
            {
              turn,
              call,
              without: { ...seen, offers: seen.offers.filter(({ id }) => id !== turn.id) },
            },
          ]
        : [];
    });

/** Returns what is wrong with the turns that are new. */
export const wrongTurns = (change: Change): string[] =>
  newTurns(change).flatMap((one) => [
    ...overtakes(change, one),
    ...wrongPerson(change, one),
    ...lessIdle(change, one),
  ]);

/** First come, first served: no agent has a turn at a call while an older one could ring them. */
function overtakes({ cast, before, seen, now }: Change, { turn, call, without }: Turn): string[] {
  const older = before.calls.filter(
    ({ id, status, requestedCalleeId, placedAt, deadlineAt }) =>
      status === "QUEUED" &&
      requestedCalleeId === null &&
      placedAt < call.placedAt &&
      ms(deadlineAt) > now &&
      seen.calls.some((other) => other.id === id && other.status === "QUEUED"),
  );
  return older
    .filter((other) => mayRing(without, other, turn.personId, now))
    .map(
      (other) =>
        `queue: ${cast.nameOf(turn.personId)}'s turn came for a younger call than ${other.id}`,
    );
}

/**
 * The queue rings no agent who declined or just missed this call, who is in wrap-up, or (if nothing
 * else happened) who is not free.
 */
function wrongPerson(
  { cast, before, now, alone }: Change,
  { turn, call, without }: Turn,
): string[] {
  const { personId } = turn;
  const paused =
    isPaused(before, call, personId, now) ||
    (agentStatus(before, personId, now).wrapsUp && agentStatus(without, personId, now).wrapsUp);
  return paused || (alone && !mayRing(without, call, personId, now))
    ? [`queue: ${cast.nameOf(personId)} has a turn at call ${call.id}, which must not ring them`]
    : [];
}

/**
 * With `longest_idle`, the turn goes to the agent who had the fewest turns at this call, and of
 * those to the one who is idle the longest.
 */
function lessIdle(
  { cast, before, seen, now, alone }: Change,
  { turn, call, without }: Turn,
): string[] {
  if (
    !alone ||
    (seen.settings.queueStrategy ?? "longest_idle") !== "longest_idle" ||
    (before.settings.queueStrategy ?? "longest_idle") !== "longest_idle"
  )
    return [];
  const idleSince = (where: Observation, id: string): number =>
    ms(
      where.work.find(({ supabaseUserId }) => supabaseUserId === id)?.idleSince ??
        new Date(0).toISOString(),
    );
  const had = (id: string): number => turnsOf(without, call, id).length;
  const goesBefore = (id: string): boolean =>
    had(id) < had(turn.personId) ||
    (had(id) === had(turn.personId) && idleSince(before, id) < idleSince(seen, turn.personId));
  const wasFree = (id: string): boolean =>
    mayRing(before, call, id, now) && idleSince(before, id) === idleSince(seen, id);
  return agents
    .filter(
      (name) =>
        cast.people[name].id !== turn.personId &&
        wasFree(cast.people[name].id) &&
        mayRing(without, call, cast.people[name].id, now) &&
        goesBefore(cast.people[name].id),
    )
    .map(
      (name) =>
        `queue: ${cast.nameOf(turn.personId)}'s turn came before ${name}'s, who is idle for longer`,
    );
}

/** Agents whose call ended are in wrap-up, for as long as the call's terms say. */
export function missingWrapUps({ cast, before, seen, alone }: Change): string[] {
  const ended = seen.calls.filter(
    (call) =>
      alone &&
      !isLive(call) &&
      call.answeredAt !== null &&
      call.wrapUpSeconds > 0 &&
      before.calls.some((was) => was.id === call.id && isLive(was)),
  );
  return ended.flatMap(({ legs, endedAt, wrapUpSeconds }) => {
    const wrapUpUntilOf = (id: string): string | null | undefined =>
      seen.work.find(({ supabaseUserId }) => supabaseUserId === id)?.wrapUpUntil;
    const lacksWrapUp = ({ userId }: LegRow): boolean =>
      Date.parse(wrapUpUntilOf(userId) ?? new Date(0).toISOString()) <
      ms(endedAt) + wrapUpSeconds * 1000;
    return legs
      .filter(({ userType }) => userType === "CRM_USER")
      .filter(lacksWrapUp)
      .map(({ userId }) => `wrap-up: ${cast.nameOf(userId)} ended a call and is not in wrap-up`);
  });
}
