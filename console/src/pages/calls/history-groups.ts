import type { HistoryEntry } from "@synapse-voice/contract";
import { startOfDay } from "../../shared/dates.ts";

/** Calls of one day, newest first. */
export interface DayOfCalls {
  /** Start of the day in the reader's time zone, in ms since the epoch. */
  readonly day: number;
  readonly entries: readonly HistoryEntry[];
}

/** Groups a history, newest first, by days of the reader's time zone. */
export function groupByDay(entries: readonly HistoryEntry[]): readonly DayOfCalls[] {
  const groups = new Map<number, HistoryEntry[]>();
  for (const entry of entries) {
    const day = startOfDay(Date.parse(entry.placedAt));
    groups.set(day, [...(groups.get(day) ?? []), entry]);
  }
  return [...groups].map(([day, ofDay]) => ({ day, entries: ofDay }));
}
