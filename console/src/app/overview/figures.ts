import type { HistoryEntry } from "@synapse-voice/contract";
import { brokeOff } from "@synapse-voice/client";
import { needsCallBack, peerOf, wasMissed } from "../../pages/calls/history-words.ts";
import { startOfDay } from "../../shared/dates.ts";

/** Figures of an agent's calls on one day. */
export interface Figures {
  /** Number of calls that the agent answered. */
  readonly answered: number;
  /** Number of calls that rang for the agent and that nobody answered. */
  readonly missed: number;
  /** Mean time in seconds that callers waited for the answers; null without answered calls. */
  readonly averageWaitSeconds: number | null;
  /** Time in seconds on all calls, incoming and outgoing. */
  readonly talkSeconds: number;
}

const isAnswered = ({ status }: HistoryEntry): boolean =>
  status === "COMPLETED" || status === "IN_PROGRESS";

const waitSecondsOf = ({ placedAt, startedAt }: HistoryEntry): number =>
  Math.max(0, (Date.parse(startedAt) - Date.parse(placedAt)) / 1000);

/** Computes the figures of the reader's day from a history. `now`: server time in ms. */
export function figuresOfDay(
  entries: readonly HistoryEntry[],
  userId: string,
  now: number,
): Figures {
  const today = entries.filter(({ placedAt }) => Date.parse(placedAt) >= startOfDay(now));
  const answered = today.filter((entry) => entry.fromUserId !== userId && isAnswered(entry));
  const waits = answered.map(waitSecondsOf);
  return {
    answered: answered.length,
    missed: today.filter((entry) => wasMissed(entry, userId)).length,
    averageWaitSeconds:
      waits.length === 0 ? null : waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    talkSeconds: today.reduce((sum, { duration }) => sum + duration, 0),
  };
}

/**
 * Returns the latest calls that were missed or broke off, at most one for each person. People with
 * whom the reader has talked since are left out. The history is in order, newest first.
 */
export function missedPeople(
  entries: readonly HistoryEntry[],
  userId: string,
  limit: number,
): readonly HistoryEntry[] {
  const seen = new Set([""]);
  const missed: HistoryEntry[] = [];
  for (const entry of entries) {
    const peerId = peerOf(entry, userId).userId;
    const isOpen = needsCallBack(entry, userId) && !Number.isNaN(Date.parse(entry.placedAt));
    if (isOpen && !seen.has(peerId)) missed.push(entry);
    if (isOpen || (isAnswered(entry) && !brokeOff(entry))) seen.add(peerId);
  }
  return missed.slice(0, limit);
}
