import { expect } from "vitest";
import type { ApiPerson } from "../harness/people/api.ts";

/** A row of `call_events` as an outside app gets it. */
export interface EventRow {
  readonly supabaseUserId: string;
  readonly callId: string;
  readonly type: string;
  readonly version: number;
}

export interface Subscriber {
  readonly rows: EventRow[];
  readonly close: () => Promise<unknown>;
}

/**
 * Listens as the old hooks did: unmodified supabase-js, `postgres_changes` on the whole table, no
 * filter.
 */
export async function subscribeToEvents(person: ApiPerson): Promise<Subscriber> {
  const rows: EventRow[] = [];
  const states: string[] = [];
  const channel = person.supabase
    .channel("old-hook")
    .on(
      "postgres_changes",
      { event: "INSERT", schema: "public", table: "call_events" },
      ({ new: row }) => rows.push(row as EventRow),
    )
    // The server says on its own when the database's changes begin to flow.
    .on("system", {}, (message: { status: string }) => states.push(message.status))
    .subscribe((status) => states.push(status));
  await expect
    .poll(() => states, { timeout: 10_000 })
    .toEqual(expect.arrayContaining(["SUBSCRIBED", "ok"]));
  return { rows, close: () => person.supabase.removeChannel(channel) };
}
