import { describe, expect, it } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { answeredHere, serveTestClient } from "../testing/remote/serve-test-client.ts";

/** Opens a page on an answered call. */
async function pageOnCall() {
  const served = await serveTestClient();
  served.server.put(answeredHere);
  await served.clock.advance();
  return { ...served, ...(await served.open()) };
}

describe("what is pressed on a page", () => {
  it("shows at once, and in the order of the presses", async () => {
    const { page, main, clock } = await pageOnCall();
    page.setMuted(true);
    page.setMuted(false);
    page.setMuted(true);
    page.setWanted("away");
    expect(page.getState()).toMatchObject({ muted: true, wanted: "away" });
    await clock.advance();
    expect(main.getState()).toMatchObject({ muted: true, wanted: "away" });
    expect(page.getState()).toMatchObject({ muted: true, wanted: "away" });
  });

  it("is not undone by a state that was on its way", async () => {
    const { page, server, clock, ports } = await pageOnCall();
    const release = ports.page.hold();
    const seen: boolean[] = [];
    page.setMuted(true);
    page.subscribe(() => seen.push(page.getState().muted));
    server.put({ id: "call-2" });
    await clock.advance();
    expect(page.getState().calls).toHaveLength(2);
    expect(page.getState().muted).toBe(true);
    release();
    await clock.advance();
    expect(seen).not.toContain(false);
    expect(page.getState().muted).toBe(true);
  });

  it("is undone where the client does something else", async () => {
    const { page, main, clock } = await pageOnCall();
    page.setMuted(true);
    await clock.advance();
    main.setMuted(false);
    await clock.advance();
    expect(page.getState().muted).toBe(false);
  });

  it("removes the card of an ended call once", async () => {
    const { page, server, clock } = await pageOnCall();
    server.put({ id: "call-1", status: "COMPLETED", endReason: "hung_up" });
    await clock.advance();
    expect(page.getState().calls).toMatchObject([{ phase: "ended" }]);
    page.dismiss("call-1");
    expect(page.getState().calls).toEqual([]);
    await clock.advance();
    expect(page.getState().calls).toEqual([]);
  });
});

it("a command is done only after the page has its effect", async () => {
  const { page, clock } = await pageOnCall();
  const done = page.hangUp("call-1").then(() => page.getState().calls);
  await clock.advance();
  expect(await done).toMatchObject([{ call: { status: "COMPLETED" } }]);
});

it("a failure names the command, and is shown on the page", async () => {
  const { page, server, clock } = await pageOnCall();
  server.refuse("hold", "call_not_answered");
  await page.hold("call-1");
  await clock.advance();
  expect(page.getState()).toMatchObject({
    notice: { code: "call_not_answered", callId: "call-1" },
    failedCommand: { type: "hold", callId: "call-1" },
    calls: [{ held: false }],
  });
});

it("time on a page is the server's, by the page's own monotonic clock", async () => {
  const clock = createFakeClock();
  const server = createFakeVoiceServer(clock, { aheadMs: 300_000 });
  const served = await serveTestClient({ clock, server });
  const { page } = await served.open();
  expect(page.now()).toBe(server.now());
  await clock.advance(90_000);
  expect(page.now()).toBe(server.now());
  expect(page.now()).toBe(served.main.now());
});
