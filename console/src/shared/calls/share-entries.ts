import type { HistoryEntry } from "@synapse-voice/contract";

/**
 * Returns the entries, with the objects of `before` wherever they are equal. The history loads anew
 * with each change of a call, and React keeps earlier lists until it has drawn twice: these are the
 * same objects then, and not three lists of 100 calls.
 */
export function shareEntries(
  before: readonly HistoryEntry[],
  next: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  return next.map((entry) => {
    const same = known.get(entry.id);
    return same !== undefined && JSON.stringify(same) === JSON.stringify(entry) ? same : entry;
  });
}
