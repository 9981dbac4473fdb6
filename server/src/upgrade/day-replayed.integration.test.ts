import type { CallEvent, CallSnapshot } from "@synapse-voice/contract";
import { recordedEventRows } from "@synapse-voice/contract/testing";
import { addTenant } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing/server-for-tests.ts";
import { dayOfCalls } from "./testing/day-of-calls.ts";
import { createRecorder, idOf, names, type RecordedReply } from "./testing/recorder.ts";
import { likeRecorded, masked, recordedReplies } from "./testing/recording.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

it("a day of calls gets the replies and events that the version before legs gave", async () => {
  // Customers saw all of agents in the recorded version.
  const settings = { customersSee: "full_name_and_email" };
  const day = await createRecorder(server, await addTenant(server.db.database, "Acme", settings));
  await dayOfCalls(day);
  const rows = await server.db.database.callEvent.findMany({ orderBy: { seq: "asc" } });
  const recorded = asToday({
    replies: recordedReplies(),
    events: byPerson(recordedEventRows()),
  });
  const events = byPerson(rows.map(({ supabaseUserId, payload }) => ({ supabaseUserId, payload })));
  const actual = { replies: day.replies, events: withoutPresence(events, recorded.events) };
  expect(actual.replies.map(summary)).toEqual(recorded.replies.map(summary));
  const comparable = withoutCursors(likeRecorded(actual, recorded));
  expect(masked(comparable)).toEqual(masked(withoutCursors(recorded)));
}, 180_000);

/** In the recording, LiveKit reported that a party of this call left the room by itself. */
const leftByItself = "de5f9881-e751-478f-9377-95972e01df9b";

/** Titles of problems are words for people. These two have become other words since. */
const titlesToday: Readonly<Record<string, string>> = {
  "Somebody else answered the call": "Someone else answered the call",
  "You are already calling somebody": "You are already calling someone",
};

/**
 * Changes in the recording how that call ended, and two titles. The version before legs took such a
 * report as a hang-up. Since then only a command is one, because a client that reconnects is
 * reported the same.
 */
const asToday = <T>(recording: T): T =>
  JSON.parse(JSON.stringify(recording), (key, value) => {
    if (key === "title") return titlesToday[value] ?? value;
    return value?.id === leftByItself && value.endReason === "hung_up"
      ? { ...value, endReason: "connection_lost", endedBy: null }
      : value;
  }) as T;

/** Events by the name of their recipient. */
type Events = Record<string, unknown[]>;

/**
 * Removes events that tell only that a party has come into the room or left it. The version before
 * legs did not tell it.
 */
const withoutPresence = (events: Events, recorded: Events): Events =>
  Object.fromEntries(
    Object.entries(events).map(([name, all]) => {
      const known = new Set((recorded[name] as CallEvent[]).map(({ call }) => versionOf(call)));
      const last = new Map<string, string>();
      return [
        name,
        (all as CallEvent[]).filter(({ call }) => {
          const before = last.get(call.id);
          const now = JSON.stringify({ ...call, version: 0, peerAwaitedUntil: null });
          last.set(call.id, now);
          return known.has(versionOf(call)) || now !== before;
        }),
      ];
    }),
  );

/** Cursors may differ, since they count the events of presence, too. */
const withoutCursors = (recording: unknown): unknown =>
  JSON.parse(
    JSON.stringify(recording, (key, value: unknown) => (key === "cursor" ? undefined : value)),
  );

const versionOf = ({ roomName, version }: CallSnapshot): string => `${roomName} ${version}`;

const summary = ({ by, request, status }: RecordedReply): string =>
  `${by} ${request.replace(/[\da-f]{8}-[\da-f-]{27}/u, ":id")} ${status}`;

/** Events of different people come in no order among one another. */
const byPerson = (
  rows: readonly { readonly supabaseUserId: string; readonly payload: unknown }[],
): Events =>
  Object.fromEntries(
    names.map((name) => [
      name,
      rows.filter((row) => row.supabaseUserId === idOf(name)).map(({ payload }) => payload),
    ]),
  );
