import type { LegRow, Observation } from "../world/observation.ts";
import { asksToMove, rowOf, type Exchange } from "./circumstances.ts";

/** A leg stays on its device, unless its person asks to move it to another one. */
export const wrongMoves = (
  exchanges: readonly Exchange[],
  before: Observation,
  after: Observation,
): string[] =>
  after.calls.flatMap(({ id, legs }) => {
    const accepted = after.offers.find(
      ({ callId, outcome }) => callId === id && outcome === "accepted",
    );
    const deviceBefore = (leg: LegRow): string | null =>
      rowOf(before, id)?.legs.find((was) => was.id === leg.id)?.deviceId ??
      (leg.role === "caller" ? leg.deviceId : (accepted?.deviceId ?? null));
    return legs
      .map((leg) => ({ who: leg.userId, from: deviceBefore(leg), to: leg.deviceId }))
      .filter(({ who, from, to }) => from !== to && !asksToMove(exchanges, id, who, to ?? ""))
      .map(
        ({ from, to }) => `owner: call ${id} went from ${from} to ${to}, which nobody asked for`,
      );
  });
