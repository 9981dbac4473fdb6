import type { HistoryEntry } from "@synapse-voice/contract";

/** Calls of one day, newest first. */
export interface DayOfCalls {
  /** Start of the day in the reader's time zone, ms since the epoch. */
  readonly day: number;
  readonly entries: readonly HistoryEntry[];
}

const startOfDay = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
const daysBetween = (earlier: number, later: number): number =>
  Math.round((startOfDay(later) - startOfDay(earlier)) / 86_400_000);

/** Groups a history, newest first, by the reader's days. */
export function groupByDay(entries: readonly HistoryEntry[]): readonly DayOfCalls[] {
  const groups = new Map<number, HistoryEntry[]>();
  for (const entry of entries) {
    const day = startOfDay(Date.parse(entry.placedAt));
    groups.set(day, [...(groups.get(day) ?? []), entry]);
  }
  return [...groups].map(([day, ofDay]) => ({ day, entries: ofDay }));
}

/**
 * `Today`, `Yesterday`, a weekday within the last week, else a date; with the year where it is
 * another one.
 */
export function dayName(day: number, now: number, locale?: string): string {
  const days = daysBetween(day, now);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return new Intl.DateTimeFormat(locale, { weekday: "long" }).format(day);
  const sameYear = new Date(day).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(day);
}
