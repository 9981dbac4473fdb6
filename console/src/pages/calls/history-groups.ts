import { startOfDay } from "../../shared/dates.ts";

/** Calls of one day, newest first. */
export interface DayOfCalls<T> {
  /** Start of the day in the reader's time zone, in ms since the epoch. */
  readonly day: number;
  readonly entries: readonly T[];
}

/** Groups calls, newest first, by days of the reader's time zone. */
export function groupByDay<T extends { readonly placedAt: string }>(
  entries: readonly T[],
): readonly DayOfCalls<T>[] {
  const groups = new Map<number, T[]>();
  for (const entry of entries) {
    const day = startOfDay(Date.parse(entry.placedAt));
    groups.set(day, [...(groups.get(day) ?? []), entry]);
  }
  return [...groups].map(([day, ofDay]) => ({ day, entries: ofDay }));
}
