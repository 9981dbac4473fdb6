import { describe, expect, it } from "vitest";
import { createFakeRealtime } from "../testing/fake-realtime.ts";
import { aSnapshot } from "../testing/samples/samples.ts";
import { count, phases, startTestClient, type TestClient } from "../testing/test-client.ts";
import { createPollFeed } from "./poll-feed.ts";
import { createRealtimeFeed } from "./realtime-feed.ts";
import { withFallback } from "./with-fallback.ts";

async function startBoth(
  joins: "ok" | "error" | "silent" = "ok",
): Promise<TestClient & { realtime: ReturnType<typeof createFakeRealtime> }> {
  const realtime = createFakeRealtime();
  realtime.joins = joins;
  const test = await startTestClient({
    feed: withFallback(createRealtimeFeed(realtime.source), createPollFeed()),
  });
  return { ...test, realtime };
}

describe("realtime with the long poll behind it", () => {
  it("does not poll while realtime works", async () => {
    const { client, clock, paths } = await startBoth();
    await clock.advance(5_000);
    expect(client.getState().connection).toBe("online");
    expect(count(paths(), "live")).toBe(1);
  });

  it.each(["error", "silent"] as const)(
    "calls ring by long poll within 2 s where realtime never comes up (%s), and the state says degraded",
    async (joins) => {
      const test = await startBoth(joins);
      test.server.put({ id: "call-1" });
      await test.clock.advance(2_000);
      expect(phases(test)).toEqual(["ringing-in"]);
      expect(test.client.getState().connection).toBe("degraded");
    },
  );

  it("realtime lost: the poll takes over at once, and realtime back is online again, with no lost or doubled call", async () => {
    const test = await startBoth();
    const { realtime, server, clock, client } = test;
    realtime.joins = "error";
    realtime.break("CHANNEL_ERROR");
    expect(client.getState().connection).toBe("degraded");
    await clock.advance();
    server.put({ id: "call-1" });
    await clock.advance();
    expect(phases(test)).toEqual(["ringing-in"]);

    realtime.joins = "ok";
    await clock.advance(20_000);
    expect(client.getState().connection).toBe("online");
    realtime.broadcastCall(server.put({ id: "call-2" }));
    realtime.broadcastCall(aSnapshot({ id: "call-2", version: 1 }));
    await clock.advance();
    expect(phases(test)).toEqual(["ringing-in", "ringing-in"]);
    const polls = count(test.paths(), "live");
    await clock.advance(10_000);
    // At most the slow resync of the realtime feed.
    expect(count(test.paths(), "live") - polls).toBeLessThan(2);
  });

  it("is offline when neither works", async () => {
    const { realtime, server, client, clock } = await startBoth();
    server.setDown(true);
    realtime.joins = "silent";
    realtime.break("TIMED_OUT");
    await clock.advance(2_000);
    expect(client.getState().connection).toBe("offline");
    server.setDown(false);
    await clock.advance(5_000);
    expect(client.getState().connection).toBe("degraded");
  });

  it("with 30 % of events lost it ends at the server's truth", async () => {
    const test = await startBoth();
    const statuses = ["RINGING", "IN_PROGRESS", "COMPLETED"] as const;
    for (let number = 0; number < 30; number++) {
      for (const status of statuses.slice(0, 1 + (number % 3))) {
        const call = test.server.put({
          id: `call-${number % 7}-${number}`,
          status,
          ringsUntil: "2026-01-01T09:10:00.000Z",
          offer: { id: "offer", outcome: status === "RINGING" ? null : "accepted" },
        });
        if ((number * 7) % 10 >= 3) test.realtime.broadcastCall(call);
      }
      await test.clock.advance(300);
    }
    await test.clock.advance(30_000);
    const live = test.client
      .getState()
      .calls.filter((view) => view.phase !== "ended")
      .map((view) => view.call.id);
    expect(live).toHaveLength(20);
    expect(new Set(live).size).toBe(20);
  });
});
