import { expect } from "vitest";
import type { ApiPerson } from "../harness/people/api.ts";

/** Row of `call_events` as another app receives it. */
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
 * Subscribes as existing apps do: by the unmodified supabase-js, with `postgres_changes` on the
 * whole table and no filter.
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
    // The server reports separately when changes of the database start to arrive.
    .on("system", {}, (message: { status: string }) => states.push(message.status))
    .subscribe((status) => states.push(status));
  await expect
    .poll(() => states, { timeout: 10_000 })
    .toEqual(expect.arrayContaining(["SUBSCRIBED", "ok"]));
  return { rows, close: () => person.supabase.removeChannel(channel) };
}
