// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { createFakeClock } from "../../../client/src/testing/fake-clock.ts";
import {
  createFakeVoiceServer,
  type FakeVoiceServer,
} from "../../../client/src/testing/fake-voice-server/fake-voice-server.ts";
import { count, phases, startTestClient } from "../../../client/src/testing/test-client.ts";
import { createLoaderFeed } from "./loader-feed.ts";

async function start(fetchOf = (server: FakeVoiceServer): typeof fetch => server.fetch) {
  const { feed, hear } = createLoaderFeed();
  const clock = createFakeClock();
  const server = createFakeVoiceServer(clock);
  const test = await startTestClient({ feed, clock, server, fetch: fetchOf(server) });
  return {
    ...test,
    hear: async (cursor: string) => {
      hear({ cursor });
      await test.clock.advance();
    },
    requests: () => count(test.paths(), "live"),
  };
}

describe("the panel's feed", () => {
  it("fetches the live calls at its start, and again when the loader hears something new", async () => {
    const test = await start();
    expect(test.client.getState().connection).toBe("online");
    expect(test.requests()).toBe(1);
    await test.hear("0");
    expect(test.requests()).toBe(1);
    test.server.put({ id: "call-1" });
    await test.hear("1");
    expect(phases(test)).toEqual(["ringing-in"]);
    await test.hear("1");
    expect(test.requests()).toBe(2);
  });

  it("asks once for what it has missed, however many replies it hears meanwhile", async () => {
    const waiting: (() => void)[] = [];
    let isSlow = false;
    let requests = 0;
    const test = await start((server) => async (...request) => {
      if (String(request[0]).includes("/live")) requests++;
      if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
      return server.fetch(...request);
    });
    const before = requests;
    isSlow = true;
    for (const cursor of ["1", "2", "3", "4"]) {
      test.server.put({ id: `call-${cursor}` });
      await test.hear(cursor);
    }
    expect(requests - before).toBe(1);
    isSlow = false;
    waiting[0]?.();
    await test.clock.advance();
    expect(phases(test)).toHaveLength(4);
    expect(requests - before).toBeLessThan(3);
  });

  it("learns with the end of a call why it ended", async () => {
    const test = await start();
    test.server.put({ id: "call-1" });
    await test.hear("1");
    test.server.put({ id: "call-1", status: "CANCELLED", endReason: "connection_lost" });
    await test.hear("2");
    expect(test.client.getState().calls[0]?.call.endReason).toBe("connection_lost");
  });

  it("tries again until a request succeeds, and says that it is offline after two failures", async () => {
    const test = await start();
    test.server.setDown(true);
    test.server.put({ id: "call-1" });
    await test.hear("1");
    expect(test.client.getState().connection).toBe("online");
    await test.clock.advance(3_000);
    expect(test.client.getState().connection).toBe("offline");
    test.server.setDown(false);
    await test.clock.advance(3_000);
    expect(test.client.getState().connection).toBe("online");
    expect(phases(test)).toEqual(["ringing-in"]);
  });

  it("sends one request, not one for each failure, when the server is back", async () => {
    const test = await start();
    test.server.setDown(true);
    for (const cursor of ["1", "2", "3"]) await test.hear(cursor);
    for (let wakes = 0; wakes < 5; wakes++) {
      test.client.wake();
      await test.clock.advance(100);
    }
    await test.clock.advance(20_000);
    test.server.setDown(false);
    await test.clock.advance(5_000);
    expect(test.requests()).toBe(2);
  });

  it("fetches at once when the page wakes up", async () => {
    const test = await start();
    test.client.wake();
    await test.clock.advance();
    expect(test.requests()).toBe(2);
  });

  it("sends nothing after it was closed", async () => {
    const test = await start();
    test.server.setDown(true);
    await test.hear("1");
    await test.client.close();
    test.server.setDown(false);
    await test.hear("2");
    await test.clock.advance(120_000);
    expect(test.requests()).toBe(1);
  });
});
