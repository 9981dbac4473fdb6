import { callerOf, ms, type CallRow, type LegRow } from "../world/observation.ts";
import { repeated, short, type Invariant } from "./invariant.ts";

/** The legs of a call of two parties: one per person, with the call's own times. */
export const legsAgree: Invariant = (before, after) =>
  after.calls.flatMap((call) => {
    const was = before.calls.find(({ id }) => id === call.id);
    return [
      callerOf(call).deviceId === null ? `legs: call ${short(call.id)} has a caller nowhere` : "",
      repeated(call.legs.map(({ userId }) => userId)).length > 0
        ? `legs: call ${short(call.id)} has somebody twice`
        : "",
      was?.legs.some(({ id, userId }) => call.legs.find((leg) => leg.id === id)?.userId !== userId)
        ? `legs: call ${short(call.id)} lost a leg`
        : "",
      ...call.legs.map((leg) => wrongLeg(call, leg)),
    ];
  });

function wrongLeg(call: CallRow, leg: LegRow): string {
  const name = `legs: the ${leg.role}'s of call ${short(call.id)}`;
  const times = [leg.joinedAt, leg.holdSince, leg.leftAt].filter((at) => at !== null);
  if (times.some((at, index) => ms(at) < ms(times[index - 1] ?? at)))
    return `${name} has times in the wrong order: ${times.join(" ")}`;
  if (leg.joinedAt !== call.answeredAt) return `${name} joined at ${leg.joinedAt}`;
  if (leg.leaseUntil !== null && (leg.role !== "caller" || leg.joinedAt !== null))
    return `${name} has a lease and does not wait for an answer`;
  if (leg.leftAt !== call.endedAt || leg.leftReason !== call.endReason)
    return [
      `${name} left at ${leg.leftAt} (${leg.leftReason})`,
      `a call that ended at ${call.endedAt} (${call.endReason})`,
    ].join(" ");
  const awaits = leg.leaseUntil ?? leg.rejoinDeadline ?? leg.holdSince;
  return leg.leftAt !== null && awaits !== null ? `${name} has left and is awaited` : "";
}
