import { describe, expect, it } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { count, phases, startTestClient } from "../testing/test-client.ts";

describe("the long poll", () => {
  it("hears of a call while its request waits", async () => {
    const test = await startTestClient();
    expect(test.client.getState().connection).toBe("online");
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    expect(phases(test)).toEqual(["ringing-in"]);
  });

  it("learns how a call ended that it held as live", async () => {
    const test = await startTestClient();
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    test.server.put({ id: "call-1", status: "CANCELLED", endReason: "cancelled" });
    await test.clock.advance();
    expect(test.client.getState().calls).toMatchObject([
      { phase: "ended", call: { endReason: "cancelled" } },
    ]);
  });

  it("asks again at once after each reply, and without a busy loop where a proxy does not wait", async () => {
    const test = await startTestClient();
    await test.clock.advance(100_000);
    expect(count(test.paths(), "live")).toBe(6);
    const eager = createFakeClock();
    const server = createFakeVoiceServer(eager);
    const unwaiting: typeof fetch = (url, init) =>
      server.fetch(String(url).replace("wait=25", "wait=0"), init);
    const hasty = await startTestClient({ clock: eager, server, fetch: unwaiting });
    await eager.advance(10_000);
    expect(count(hasty.paths(), "live")).toBeLessThan(15);
  });

  it("one failure is a blip, two are offline, and success is online again with what happened meanwhile", async () => {
    const test = await startTestClient();
    test.server.put({ id: "call-1" });
    await test.clock.advance();
    test.server.setDown(true);
    await test.clock.advance(25_000);
    expect(test.client.getState().connection).toBe("online");
    await test.clock.advance(1_000);
    expect(test.client.getState()).toMatchObject({ connection: "offline" });
    expect(test.client.getState().offlineSince).toBeLessThanOrEqual(test.client.now());
    test.server.put({ id: "call-1", status: "MISSED", endReason: "ring_timeout" });
    test.server.setDown(false);
    await test.clock.advance(5_000);
    expect(test.client.getState()).toMatchObject({
      connection: "online",
      offlineSince: null,
      calls: [{ call: { status: "MISSED" } }],
    });
  });

  it("tries at once when it is woken", async () => {
    const test = await startTestClient();
    test.server.setDown(true);
    test.client.wake();
    await test.clock.advance(30_000);
    expect(test.client.getState().connection).toBe("offline");
    test.server.setDown(false);
    test.client.wake();
    await test.clock.advance();
    expect(test.client.getState().connection).toBe("online");
  });

  it("takes its person from the token where the session names none", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock, { userId: "carl" });
    const token = `x.${btoa(JSON.stringify({ sub: "carl" }))}.x`;
    const session = { apiUrl: "http://api.test", deviceId: "device", getToken: async () => token };
    server.put({ id: "call-1", offer: null });
    const test = await startTestClient({ clock, server, session });
    expect(test.client.getState().calls).toMatchObject([{ role: "caller", phase: "ringing-out" }]);
  });
});
