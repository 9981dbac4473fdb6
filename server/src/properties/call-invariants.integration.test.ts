import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { regressions } from "./regressions.ts";
import { replay, runSequences } from "./testing/sequences.ts";
import { describeStatistics, recordStatistics, type Statistics } from "./testing/statistics.ts";
import { createWorld, type World } from "./testing/world/world.ts";

/** A fixed seed, so that the result depends on the code alone. `npm run soak:calls` uses others. */
const seed = 20_261_122;
const sequences = 120;
/** For a busy machine. An idle one needs a fraction of it. */
const timeoutMs = 900_000;

describe("whatever people, networks and servers do to calls", () => {
  let worlds: World[];
  let statistics: Statistics;

  beforeAll(async () => {
    worlds = [await createWorld(), await createWorld(), await createWorld()];
  });
  afterAll(async () => {
    for (const world of worlds ?? []) await world.close();
  });

  it.each(regressions)(
    "holds what once did not: $name",
    async ({ steps }) => {
      await expect(replay(worlds[0]!, steps, recordStatistics())).resolves.toBeUndefined();
    },
    timeoutMs,
  );

  it(
    "every invariant holds after every command",
    async () => {
      const recorder = recordStatistics();
      statistics = recorder;
      const failures = await runSequences({ worlds, statistics: recorder, sequences, seed });
      expect(failures).toEqual([]);
      console.log(describeStatistics(statistics));
    },
    timeoutMs,
  );

  it("every command was really given, every ending reached, every race run", () => {
    const { commands, replies, endings, offers, races } = statistics;
    const atLeast = (
      counts: ReadonlyMap<string, number>,
      least: number,
      names: readonly string[],
    ) =>
      expect(
        Object.fromEntries(
          names
            .map((name) => [name, counts.get(name) ?? 0])
            .filter(([, count]) => Number(count) < least),
        ),
      ).toEqual({});
    atLeast(commands, 3, [
      "presence",
      "dial",
      "accept",
      "decline",
      "cancel",
      "hang_up",
      "hold",
      "resume",
      "continue",
      "renew",
      "media_token",
      "report_sound",
      "together",
      "accept_by_many",
      "repeat",
      "crash",
      "join",
      "leave",
      "webhook",
      "pass",
      "restart",
      "glare",
      "talk",
      "blocked_talk",
      "second_thought",
      "work_off",
      "sign_off",
      "lose_room",
      "media",
      "remove",
      "settings",
      "end_wrap_up",
      "ask_callback",
    ]);
    atLeast(replies, 3, [
      "dial 201",
      "accept 200",
      "decline 200",
      "cancel 200",
      "hang_up 200",
      "hold 200",
      "resume 200",
      "continue 200",
      "media_token 200",
      "report_sound 200",
      "remove 200",
      "settings 200",
      "end_wrap_up 200",
      "ask_callback 201",
      "accept 409 answered_elsewhere",
      "dial 409 already_calling",
      "dial 409 incoming_from_callee",
      "dial 503 media_unavailable",
    ]);
    atLeast(replies, 1, [
      "claim 200",
      "done 200",
      "reopen 200",
      "dial 409 closed",
      "dial 409 idempotency_conflict",
      "accept 409 call_ended",
    ]);
    atLeast(endings, 1, [
      "COMPLETED hung_up",
      "COMPLETED connection_lost",
      "COMPLETED call_too_long",
      "COMPLETED media_blocked",
      "CANCELLED cancelled",
      "CANCELLED caller_gone",
      "DECLINED declined",
      "MISSED ring_timeout",
      "MISSED no_agent",
      "MISSED closed",
      "CANCELLED person_removed",
      "COMPLETED person_removed",
      "FAILED media_unavailable",
    ]);
    atLeast(offers, 5, ["accepted", "declined", "missed", "cancelled"]);
    atLeast(races, 2, [
      "accepts at once",
      "accepts won",
      "accepts lost",
      "starts at once",
      "starts lost",
      "died before the reply",
      "webhook: deliver",
      "webhook: double",
      "webhook: drop",
      "a sweep meanwhile",
    ]);
  });
});
