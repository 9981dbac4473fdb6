import { readFileSync } from "node:fs";

/** A row of `call_events`, as a subscriber to `postgres_changes` gets it. */
export interface EventRow {
  readonly id: string;
  readonly seq: number;
  readonly supabaseUserId: string;
  readonly callId: string;
  readonly version: number;
  readonly type: string;
  readonly payload: unknown;
  readonly createdAt: string;
}

/**
 * Returns the events of a day of calls of every kind, in the order of their numbers, as the version
 * before legs wrote them.
 */
export const recordedEventRows = (): readonly EventRow[] =>
  JSON.parse(
    readFileSync(new URL("./recorded/call-events.json", import.meta.url), "utf8"),
  ) as EventRow[];
