import type { Model } from "../model.ts";
import {
  isLive,
  isPlacedBy,
  ms,
  type CallRow,
  type LegRow,
  type Observation,
  type OfferRow,
} from "../world/observation.ts";
import { agents } from "../world/people.ts";
import { standingOf } from "./agent-status.ts";

/** Who missed a turn of a call is left alone by it for so long, ms. */
const pauseAfterMiss = 60_000;

/** True where the queue may ring this agent for this call now. */
function mayTake(seen: Observation, call: CallRow, id: string, now: number): boolean {
  const { wants, onCall, wrapsUp, rings } = standingOf(seen, id, now);
  return (
    wants &&
    !onCall &&
    !wrapsUp &&
    !rings &&
    !isSpared(seen, call, id, now) &&
    !seen.removed.includes(id) &&
    !isPlacedBy(call, id)
  );
}

const turnsOf = (seen: Observation, call: CallRow, id: string): readonly OfferRow[] =>
  seen.offers.filter(({ callId, personId }) => callId === call.id && personId === id);
const isSpared = (seen: Observation, call: CallRow, id: string, now: number): boolean =>
  turnsOf(seen, call, id).some(
    ({ outcome, endedAt }) =>
      outcome === "declined" || (outcome === "missed" && ms(endedAt) + pauseAfterMiss > now),
  );

/** After a sweep no call waits beside an agent who could take it. */
export const waitsInVain = ({ cast, seen }: Pick<Model, "cast" | "seen">, now: number): string[] =>
  seen.calls
    .filter(
      ({ status, requestedCalleeId, deadlineAt }) =>
        status === "QUEUED" && requestedCalleeId === null && ms(deadlineAt) > now,
    )
    .flatMap((call) =>
      agents
        .filter((name) => mayTake(seen, call, cast.people[name].id, now))
        .map((name) => `queue: call ${call.id} waits though ${name} is free`),
    );

/** What a look at the queue compares. */
export interface Look {
  readonly cast: Model["cast"];
  readonly before: Observation;
  readonly seen: Observation;
  readonly now: number;
  /** Nothing else happened meanwhile. */
  readonly alone: boolean;
}

interface Turn {
  readonly turn: OfferRow;
  readonly call: CallRow;
  /** As if it had not been given. */
  readonly without: Observation;
}

const newTurns = ({ before, seen }: Look): Turn[] =>
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

/** What is wrong with the turns that the queue has given since. */
export const wrongTurns = (look: Look): string[] =>
  newTurns(look).flatMap((one) => [
    ...overtakes(look, one),
    ...wrongPerson(look, one),
    ...lessIdle(look, one),
  ]);

/**
 * First come, first served: nobody's turn comes for a call while an older one waits that they could
 * have had.
 */
function overtakes({ cast, before, seen, now }: Look, { turn, call, without }: Turn): string[] {
  const older = before.calls.filter(
    ({ id, status, requestedCalleeId, placedAt, deadlineAt }) =>
      status === "QUEUED" &&
      requestedCalleeId === null &&
      placedAt < call.placedAt &&
      ms(deadlineAt) > now &&
      seen.calls.some((other) => other.id === id && other.status === "QUEUED"),
  );
  return older
    .filter((other) => mayTake(without, other, turn.personId, now))
    .map(
      (other) =>
        `queue: ${cast.nameOf(turn.personId)}'s turn came for a younger call than ${other.id}`,
    );
}

/**
 * The queue rings nobody who declined or just missed this call, who has work after another, or (if
 * nothing else happened) who is not free.
 */
function wrongPerson({ cast, before, now, alone }: Look, { turn, call, without }: Turn): string[] {
  const { personId } = turn;
  const spared =
    isSpared(before, call, personId, now) ||
    (standingOf(before, personId, now).wrapsUp && standingOf(without, personId, now).wrapsUp);
  return spared || (alone && !mayTake(without, call, personId, now))
    ? [
        `queue: ${cast.nameOf(personId)}'s turn came for call ${call.id}, which they may not be rung for`,
      ]
    : [];
}

/**
 * Where one agent is rung at a time: who had fewest turns at this call, and of those who is idle
 * the longest.
 */
function lessIdle(
  { cast, before, seen, now, alone }: Look,
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
    mayTake(before, call, id, now) && idleSince(before, id) === idleSince(seen, id);
  return agents
    .filter(
      (name) =>
        cast.people[name].id !== turn.personId &&
        wasFree(cast.people[name].id) &&
        mayTake(without, call, cast.people[name].id, now) &&
        goesBefore(cast.people[name].id),
    )
    .map(
      (name) =>
        `queue: ${cast.nameOf(turn.personId)}'s turn came before ${name}'s, who is idle for longer`,
    );
}

/** Who comes off a call has the work after it, for as long as the call's terms say. */
export function lostWrapUps({ cast, before, seen, alone }: Look): string[] {
  const ended = seen.calls.filter(
    (call) =>
      alone &&
      !isLive(call) &&
      call.answeredAt !== null &&
      call.wrapUpSeconds > 0 &&
      before.calls.some((was) => was.id === call.id && isLive(was)),
  );
  return ended.flatMap(({ legs, endedAt, wrapUpSeconds }) => {
    const workUntil = (id: string): string | null | undefined =>
      seen.work.find(({ supabaseUserId }) => supabaseUserId === id)?.wrapUpUntil;
    const lacksIt = ({ userId }: LegRow): boolean =>
      Date.parse(workUntil(userId) ?? new Date(0).toISOString()) <
      ms(endedAt) + wrapUpSeconds * 1000;
    return legs
      .filter(({ userType }) => userType === "CRM_USER")
      .filter(lacksIt)
      .map(
        ({ userId }) => `wrap-up: ${cast.nameOf(userId)} came off a call and has no work after it`,
      );
  });
}
