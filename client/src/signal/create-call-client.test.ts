import { afterEach, describe, expect, it, vi } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server.ts";
import { count, createFakeKeep, startTestClient } from "./test-client.ts";

const onCall = { status: "IN_PROGRESS", offer: { id: "offer-1", outcome: "accepted" }, mediaDeviceId: "device" } as const;

describe("calling", () => {
  it("shows who is being called at once, and the call as soon as the server has it", async () => {
    const { client, clock } = await startTestClient();
    const calling = client.call({ supabaseUserId: "7c9e6679-7425-40de-944b-e07fc1f90ae7", name: "Carl" });
    expect(client.getState().dialing).toEqual({ calleeId: "7c9e6679-7425-40de-944b-e07fc1f90ae7", name: "Carl" });
    await clock.advance();
    await calling;
    expect(client.getState()).toMatchObject({ dialing: null, notice: null, calls: [{ phase: "ringing-out", here: true }] });
  });

  it("a double click makes one call", async () => {
    const { client, clock, paths } = await startTestClient();
    void client.call();
    void client.call();
    await clock.advance();
    expect(count(paths(), "start-call")).toBe(1);
    expect(client.getState().calls).toHaveLength(1);
  });

  it("a lost reply is asked for again under the same key, and makes no second call", async () => {
    const { client, server, clock, paths } = await startTestClient();
    server.loseReply("start-call");
    void client.call();
    await clock.advance(1_000);
    expect(count(paths(), "start-call")).toBe(2);
    expect(new Set(server.seen.filter(({ path }) => path.endsWith("start-call")).map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(client.getState().calls).toHaveLength(1);
  });

  it("without a network it gives up after three tries and says so", async () => {
    const { client, server, clock } = await startTestClient();
    server.setDown(true);
    void client.call();
    await clock.advance(2_500);
    expect(client.getState()).toMatchObject({ dialing: null, calls: [], notice: { code: "network" } });
  });

  it("a refusal names the call that stands in the way", async () => {
    const { client, server, clock } = await startTestClient();
    server.refuse("start-call", "incoming_from_callee", { callId: "call-9" });
    void client.call({ supabaseUserId: "carl" });
    await clock.advance();
    expect(client.getState().notice).toEqual({ code: "incoming_from_callee", callId: "call-9" });
    client.dismissNotice();
    expect(client.getState().notice).toBeNull();
  });

  it("a call taken back while dialling is hung up as soon as it has a name", async () => {
    const { client, server, clock, paths } = await startTestClient();
    void client.call();
    void client.hangUp();
    expect(client.getState().dialing).toBeNull();
    await clock.advance();
    expect(count(paths(), "hang-up")).toBe(1);
    expect(server.seen.at(-1)!.path).not.toContain("start-call");
    expect(client.getState().calls.every((view) => view.phase === "ended")).toBe(true);
  });

  it("a call taken back and made anew ends the first before it starts the second", async () => {
    const { client, clock, paths } = await startTestClient();
    void client.call();
    void client.hangUp();
    void client.call();
    await clock.advance();
    expect(count(paths(), "start-call")).toBe(2);
    expect(client.getState().calls.filter((view) => view.phase !== "ended")).toHaveLength(1);
  });
});

describe("answering", () => {
  it("a double click is one answer, shown from the press on", async () => {
    const { client, server, clock, paths } = await startTestClient();
    server.put({ id: "call-1" });
    await clock.advance();
    void client.answer("call-1");
    void client.answer("call-1");
    expect(client.getState().calls).toMatchObject([{ phase: "answering" }]);
    await clock.advance();
    expect(count(paths(), "accept")).toBe(1);
    expect(client.getState().calls).toMatchObject([{ phase: "on-call", here: true }]);
  });

  it("learns who was faster", async () => {
    const { client, server, clock } = await startTestClient();
    server.put({ id: "call-1" });
    await clock.advance();
    server.refuse("accept", "answered_elsewhere", { answeredBy: "Grace Agent" });
    void client.answer("call-1");
    await clock.advance();
    expect(client.getState().notice).toEqual({ code: "answered_elsewhere", callId: "call-1", name: "Grace Agent" });
  });

  it("declines", async () => {
    const { client, server, clock } = await startTestClient();
    server.put({ id: "call-1" });
    await clock.advance();
    await client.decline("call-1");
    expect(client.getState().calls).toMatchObject([{ phase: "ended", call: { status: "DECLINED" } }]);
  });
});

describe("media access", () => {
  it("is the reply's token once, then a fresh one", async () => {
    const { client, server, clock } = await startTestClient();
    server.put({ id: "call-1" });
    await clock.advance();
    await client.answer("call-1");
    expect(await client.mediaAccess("call-1")).toMatchObject({ token: "token-call-1" });
    expect(await client.mediaAccess("call-1")).toMatchObject({ token: "fresh-call-1" });
  });

  it("is a fresh one where the reply's is about to expire", async () => {
    const { client, server, clock } = await startTestClient();
    server.put({ id: "call-1" });
    await clock.advance();
    await client.answer("call-1");
    await clock.advance(240_000);
    expect(await client.mediaAccess("call-1")).toMatchObject({ token: "fresh-call-1" });
  });
});

describe("hanging up", () => {
  it("ends the call here at once and on the server", async () => {
    const { client, server, clock } = await startTestClient();
    server.put({ id: "call-1", ...onCall });
    await clock.advance();
    const done = client.hangUp("call-1");
    expect(client.getState().calls).toMatchObject([{ phase: "ended" }]);
    await done;
    expect(client.getState().calls).toMatchObject([{ call: { status: "COMPLETED" } }]);
  });

  it("made while disconnected is sent first on reconnect", async () => {
    const { client, server, clock, paths } = await startTestClient();
    server.put({ id: "call-1", ...onCall });
    await clock.advance();
    server.setDown(true);
    void client.hangUp("call-1");
    await clock.advance(60_000);
    const before = paths().length;
    server.setDown(false);
    client.wake();
    await clock.advance(10_000);
    expect(paths().slice(before)[0]).toBe("hang-up");
    expect(count(paths(), "hang-up")).toBe(1);
    expect(server.put({ id: "call-1" })).toMatchObject({ status: "COMPLETED" });
  });

  it("made while disconnected outlives a reload", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock);
    const keep = createFakeKeep();
    server.put({ id: "call-1", ...onCall });
    const first = await startTestClient({ clock, server, keep });
    server.setDown(true);
    void first.client.hangUp("call-1");
    await clock.advance(1_000);
    void first.client.close();
    server.setDown(false);
    const before = server.seen.length;
    const second = await startTestClient({ clock, server, keep });
    expect(server.seen[before]!.path).toBe("/api/voip/calls/call-1/hang-up");
    expect(second.client.getState().calls.every((view) => view.phase === "ended")).toBe(true);
    expect(keep.items.size).toBe(0);
  });

  it("of a call that the server has ended already is done with", async () => {
    const { client, server, clock, keep } = await startTestClient();
    server.put({ id: "call-1", ...onCall });
    await clock.advance();
    server.refuse("hang-up", "call_not_found");
    await client.hangUp("call-1");
    await clock.advance(30_000);
    expect(server.seen.filter(({ path }) => path.endsWith("hang-up"))).toHaveLength(1);
    expect(keep.getItem("synapse-voice.hang-ups.device")).toBeNull();
  });

  it("what lies in storage and is no list of calls is ignored", async () => {
    const keep = createFakeKeep();
    keep.setItem("synapse-voice.hang-ups.device", '{"call":1}');
    const { paths } = await startTestClient({ keep });
    expect(count(paths(), "hang-up")).toBe(0);
  });
});

describe("a caller who waits", () => {
  it("says every 3 s that they are there, until the answer", async () => {
    const { client, server, clock, paths } = await startTestClient();
    await client.call();
    await clock.advance(9_000);
    expect(count(paths(), "lease")).toBe(4);
    server.put({ id: "call-1", status: "IN_PROGRESS" });
    await clock.advance(30_000);
    expect(count(paths(), "lease")).toBe(4);
    expect(client.getState().calls).toMatchObject([{ phase: "on-call" }]);
  });

  it("leaves the lease of a call on another tab alone", async () => {
    const { server, clock, paths } = await startTestClient();
    server.put({ id: "call-1", caller: { supabaseUserId: "ada", type: "CRM_USER", name: "Ada", verified: true }, offer: null, mediaDeviceId: "other-tab" });
    await clock.advance(10_000);
    expect(count(paths(), "lease")).toBe(0);
  });

  it("hears of the answer by the lease's reply, though every event is lost", async () => {
    const { client, server, clock } = await startTestClient({ feed: () => () => {} });
    await client.call();
    await clock.advance();
    server.put({ id: "call-1", status: "IN_PROGRESS" });
    await clock.advance(3_000);
    expect(client.getState().calls).toMatchObject([{ phase: "on-call" }]);
  });
});

describe("time", () => {
  it("is the server's, though this machine is five minutes off", async () => {
    const clock = createFakeClock();
    const server = createFakeVoiceServer(clock, { ahead: 300_000 });
    const { client } = await startTestClient({ clock, server });
    expect(client.now()).toBe(server.now());
    await clock.advance(90_000);
    expect(client.now()).toBe(server.now());
  });

  it("an ended call's card goes after 8 s, or when it is dismissed", async () => {
    const { client, server, clock } = await startTestClient();
    server.put({ id: "call-1", status: "MISSED", endReason: "ring_timeout" });
    server.put({ id: "call-2" });
    await clock.advance();
    server.put({ id: "call-2", status: "CANCELLED", endReason: "cancelled" });
    await clock.advance();
    expect(client.getState().calls).toHaveLength(2);
    client.dismiss("call-1");
    expect(client.getState().calls).toHaveLength(1);
    await clock.advance(8_000);
    expect(client.getState().calls).toEqual([]);
  });
});

describe("closing", () => {
  it("stops every timer and request", async () => {
    const { client, clock, paths } = await startTestClient();
    await client.call();
    await client.close();
    const before = paths().length;
    await clock.advance(120_000);
    expect(paths()).toHaveLength(before);
    expect(client.getState()).toMatchObject({ connection: "connecting", presence: null });
  });
});

describe("in a browser", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    ["back online", new Event("online"), true],
    ["unfrozen", new Event("resume"), true],
    ["shown again out of the history", Object.assign(new Event("pageshow"), { persisted: true }), true],
    ["shown for the first time", Object.assign(new Event("pageshow"), { persisted: false }), false],
  ])("%s", async (_, event, wakes) => {
    const page = new EventTarget();
    vi.stubGlobal("window", page);
    const { client, clock, paths } = await startTestClient();
    const before = paths().length;
    page.dispatchEvent(event);
    await clock.advance();
    // A woken client asks without waiting, then waits again.
    expect(paths().length - before).toBe(wakes ? 2 : 0);
    await client.close();
    page.dispatchEvent(event);
    expect(paths().length - before).toBe(wakes ? 2 : 0);
  });
});
