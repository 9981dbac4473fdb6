import type { LiveCalls } from "@synapse-voice/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import { createWakeUpListeners, type WakeUpListeners } from "@synapse-voice/platform/database";
import type { CallQueries } from "./live-calls.ts";
import { createLiveFeed, PollAbandoned, type LiveFeed } from "./live-feed.ts";

const ada = { tenantId: "acme", userId: "ada" };

describe("a long poll", () => {
  let clock: FakeClock;
  let waiters: WakeUpListeners;
  let feed: LiveFeed;
  let cursor: string;
  let reads: number;
  let beforeRead: () => void;
  let writtenAt: number | null;
  let heard: number[];

  beforeEach(() => {
    clock = createFakeClock();
    waiters = createWakeUpListeners();
    cursor = "5";
    reads = 0;
    beforeRead = () => undefined;
    const queries: Pick<CallQueries, "live" | "lastEvent"> = {
      live: async (): Promise<LiveCalls> => ({
        serverTime: "2026-01-01T00:00:00Z",
        cursor,
        calls: [],
      }),
      async lastEvent() {
        reads += 1;
        const seen = { cursor, writtenAt };
        beforeRead();
        return seen;
      },
    };
    heard = [];
    writtenAt = null;
    feed = createLiveFeed({
      queries,
      wakeUps: waiters,
      clock,
      eventHeard: (late) => heard.push(late),
    });
  });

  const poll = (options: { since?: string | null; waitMs?: number; signal?: AbortSignal } = {}) =>
    feed.poll(ada, {
      since: "5",
      waitMs: 25_000,
      signal: new AbortController().signal,
      ...options,
    });
  const happens = (next: string) => {
    cursor = next;
    waiters.wake("ada");
  };

  it("answers at once without a wait, without a cursor, and where there is news", async () => {
    expect((await poll({ waitMs: 0 })).cursor).toBe("5");
    expect((await poll({ since: null })).cursor).toBe("5");
    expect((await poll({ since: "4" })).cursor).toBe("5");
  });

  it("answers as soon as something happens for the person, not for others", async () => {
    const reply = poll();
    await expect.poll(() => reads).toBe(1);
    waiters.wake("grace");
    happens("6");
    expect((await reply).cursor).toBe("6");
    expect([reads, waiters.size]).toEqual([2, 0]);
  });

  it("tells how late it is with news that somebody waited for, not with old news", async () => {
    writtenAt = clock.now() - 7;
    await poll({ since: "4" });
    const reply = poll();
    await expect.poll(() => reads).toBe(2);
    happens("6");
    await reply;
    expect(heard).toEqual([7]);
  });

  it("goes on waiting after a wake-up for nothing", async () => {
    const reply = poll();
    await expect.poll(() => reads).toBe(1);
    waiters.wakeAll();
    await expect.poll(() => reads).toBe(2);
    happens("6");
    expect((await reply).cursor).toBe("6");
  });

  it("misses nothing that happens while it looks", async () => {
    beforeRead = () => {
      beforeRead = () => undefined;
      happens("6");
    };
    expect((await poll()).cursor).toBe("6");
  });

  it("answers without news when its time is over", async () => {
    const reply = poll();
    await expect.poll(() => reads).toBe(1);
    clock.advance(25_000);
    expect((await reply).cursor).toBe("5");
    expect(waiters.size).toBe(0);
  });

  it("is let go when the client has gone", async () => {
    const gone = new AbortController();
    const reply = poll({ signal: gone.signal });
    await expect.poll(() => reads).toBe(1);
    gone.abort();
    await expect(reply).rejects.toThrow(PollAbandoned);
    expect(waiters.size).toBe(0);
  });

  it("is answered when the server stops, and waits no more after that", async () => {
    const reply = poll();
    await expect.poll(() => reads).toBe(1);
    feed.close();
    expect((await reply).cursor).toBe("5");
    expect((await poll()).cursor).toBe("5");
  });

  it("costs an idle waiter next to nothing", async () => {
    const replies = Array.from({ length: 1_000 }, (_, index) =>
      feed.poll(
        { tenantId: "acme", userId: `agent-${index}` },
        { since: "5", waitMs: 25_000, signal: new AbortController().signal },
      ),
    );
    await expect.poll(() => reads).toBe(1_000);
    happens("6");
    waiters.wake("agent-77");
    expect((await replies[77]!).cursor).toBe("6");
    expect([reads, waiters.size]).toEqual([1_001, 999]);
    clock.advance(25_000);
    expect(await Promise.all(replies)).toHaveLength(1_000);
  });
});
