import { times } from "@synapse-voice/contract";
import {
  blockedSince,
  callerOf,
  isLive,
  ms,
  type CallRow,
  type Observation,
} from "../world/observation.ts";
import { isAtWork } from "./agent-status.ts";

/** The circumstances in which calls ended. */
export interface Endings {
  readonly before: Observation;
  readonly after: Observation;
  readonly now: number;
  /** There were requests. */
  readonly asked: boolean;
  /** Since when the servers that may have ended them could receive renewals without a break. */
  readonly steadySince: number;
}

/** A caller's lease, which begins anew after an outage. */
const callerLeaseMs = 10_000;
/** After an outage, devices have this time to report that sound arrives again. */
export const soundReportsMs = 10_000;
/** The least wait while no agent is at work: as long as a direct call rings. */
const minWaitMs = 30_000;

/** No call ends, and no turn is missed, before its time. */
export const earlyEndings = (endings: Endings): string[] => [
  ...endings.after.calls.flatMap((call) => {
    const was = endings.before.calls.find(({ id }) => id === call.id);
    return was && isLive(was) && !isLive(call) && isEarly(was, call, endings)
      ? [`deadlines: call ${call.id.slice(0, 8)} ended ${call.endReason} before its time`]
      : [];
  }),
  ...earlyMisses(endings),
];

function isEarly(
  was: CallRow,
  { endReason }: CallRow,
  { before, after, now, asked, steadySince }: Endings,
): boolean {
  const nobodyIsGone = was.legs.every(({ rejoinDeadline }) => ms(rejoinDeadline) > now);
  switch (endReason) {
    case "caller_gone":
      return Math.max(ms(callerOf(was).leaseUntil), steadySince + callerLeaseMs) > now;
    case "ring_timeout":
    case "call_too_long":
      return ms(was.deadlineAt) > now;
    case "no_agent":
      return (
        ms(was.deadlineAt) > now &&
        (ms(was.placedAt) + minWaitMs > now ||
          atWork(before, now).some((id) => atWork(after, now).includes(id)))
      );
    case "connection_lost":
      return nobodyIsGone;
    case "media_blocked":
      return (
        nobodyIsGone &&
        Math.max(blockedSince(was) + times.maxBlockedMs, steadySince + soundReportsMs) > now
      );
    // A hang-up is a command of a person, never a report of the media server.
    case "hung_up":
    case "cancelled":
    case "declined":
      return !asked;
    default:
      return false;
  }
}

const atWork = (seen: Observation, now: number): string[] =>
  [...new Set(seen.devices.map(({ supabaseUserId }) => supabaseUserId))].filter(
    (id) => !seen.removed.includes(id) && isAtWork(seen, id, now),
  );

/** A turn is missed only when it has rung for its time. One that ends earlier is cancelled. */
function earlyMisses({ before, after, now }: Endings): string[] {
  const missed = before.offers.filter(
    ({ id, fromQueue, outcome }) =>
      fromQueue &&
      outcome === null &&
      after.offers.some((offer) => offer.id === id && offer.outcome === "missed"),
  );
  return missed
    .filter(({ expiresAt }) => ms(expiresAt) > now)
    .map(({ id }) => `deadlines: offer ${id.slice(0, 8)} was missed before its time`);
}
