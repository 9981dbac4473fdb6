import { times, type CallSnapshot } from "@synapse-voice/contract";

/** Time in ms in which the server ends a call after a party's time to return, and says so. */
const endNoticeMs = 10_000;

/**
 * Returns true while the call waits for a party whose page closed. `now` is the server's time in ms
 * since the epoch. The server ends the call within this time, unless the party comes back or the
 * report was wrong.
 */
export const hasPeerLeftPage = (
  { peerLeftPageAt: at }: Pick<CallSnapshot, "peerLeftPageAt">,
  now: number,
): boolean => at !== undefined && now - Date.parse(at) < times.rejoinMs + endNoticeMs;

/**
 * Returns whether all other parties are there, as far as the server knows; undefined where it does
 * not say it. `now` is the server's time in ms since the epoch, give or take 10 s.
 *
 * A missing party is awaited for `times.rejoinMs` at most. If the time is much later, the server
 * can't look into the room, and the party counts as there. If the time is long over, the news of
 * what came of it did not arrive here.
 */
export function isPeerPresent(
  call: Pick<CallSnapshot, "peerAwaitedUntil" | "peerLeftPageAt">,
  now: number,
): boolean | undefined {
  if (hasPeerLeftPage(call, now)) return false;
  const { peerAwaitedUntil: until } = call;
  if (until === null) return true;
  const remainingMs = until === undefined ? -Infinity : Date.parse(until) - now;
  return remainingMs < -endNoticeMs ? undefined : remainingMs > 2 * times.rejoinMs;
}
