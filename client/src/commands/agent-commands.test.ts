import { startEchoTest } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import { createPresence } from "../presence/presence.ts";
import { ApiError } from "../session/api-error.ts";
import { createFakeCallClient } from "../testing/fake-call-client.ts";
import { testClients } from "../testing/remote/remote-test-client.ts";
import { count, type TestClient, onCall } from "../testing/test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  async function onOneCall(more: { feed?: () => () => void } = {}): Promise<TestClient> {
    const test = await startTestClient({ presence: createPresence(), ...more });
    test.server.put({ id: "call-1", ...onCall, placedAt: "2026-01-01T08:59:00.000Z" });
    await test.clock.advance(more.feed ? 10_000 : 0);
    return test;
  }

  /** Lists call ids, with `!` for calls that are active. */
  const holds = ({ client }: TestClient): string[] =>
    client
      .getState()
      .calls.map((view) => `${view.call.id} ${view.phase}${view.held ? " held" : ""}`);

  /** Counts the calls that were active at the same time, at most. */
  function trackMaxActive(test: TestClient): () => number {
    let maxActive = 0;
    test.client.subscribe(
      () =>
        void (maxActive = Math.max(
          maxActive,
          test.client.getState().calls.filter((view) => view.phase === "on-call" && !view.held)
            .length,
        )),
    );
    return () => maxActive;
  }

  describe("hold", () => {
    it("shows at once, is what the server says then, and ends with Resume", async () => {
      const test = await onOneCall();
      void test.client.hold("call-1");
      expect(holds(test)).toEqual(["call-1 on-call held"]);
      await test.clock.advance();
      expect(test.client.getState().calls[0]!.call.held).toBe(true);
      void test.client.resume("call-1");
      expect(holds(test)).toEqual(["call-1 on-call"]);
      await test.clock.advance();
      expect(test.client.getState().calls[0]!.call.held).toBe(false);
    });

    it("is taken back where the server refuses it", async () => {
      const test = await onOneCall();
      test.server.refuse("hold", "call_not_answered");
      await test.client.hold("call-1");
      expect(holds(test)).toEqual(["call-1 on-call"]);
      expect(test.client.getState().notice).toMatchObject({
        code: "call_not_answered",
        callId: "call-1",
      });
    });

    it("by the other side says what is heard", async () => {
      const test = await onOneCall();
      test.server.put({ id: "call-1", heldByPeer: "music" });
      await test.clock.advance();
      expect(test.client.getState().calls).toMatchObject([{ held: false, heldByPeer: "music" }]);
    });
  });

  describe("a second call", () => {
    it("that is answered holds the first in the same moment, whichever word of it comes first", async () => {
      const test = await onOneCall();
      test.server.put({ id: "call-2" });
      await test.clock.advance();
      const maxActive = trackMaxActive(test);
      void test.client.answer("call-2");
      expect(holds(test)).toEqual(["call-2 answering", "call-1 on-call"]);
      await test.clock.advance();
      expect(holds(test)).toEqual(["call-2 on-call", "call-1 on-call held"]);
      expect(maxActive()).toBe(1);
    });

    it("swaps with the first by Resume, with no word from the feed", async () => {
      const test = await onOneCall({ feed: () => () => {} });
      test.server.put({ id: "call-2" });
      await test.clock.advance(10_000);
      const maxActive = trackMaxActive(test);
      await test.client.answer("call-2");
      expect(holds(test)).toEqual(["call-2 on-call", "call-1 on-call held"]);
      await test.clock.advance();
      void test.client.resume("call-1");
      expect(holds(test)).toEqual(["call-2 on-call held", "call-1 on-call"]);
      await test.clock.advance(20_000);
      expect(holds(test)).toEqual(["call-2 on-call held", "call-1 on-call"]);
      expect(test.client.getState().calls.map(({ call }) => call.held)).toEqual([true, false]);
      expect(maxActive()).toBe(1);
    });

    it("that can't be resumed leaves both as they were", async () => {
      const test = await onOneCall();
      test.server.put({ id: "call-2" });
      await test.clock.advance();
      await test.client.answer("call-2");
      await test.clock.advance();
      test.server.refuse("resume", "call_ended");
      await test.client.resume("call-1");
      expect(holds(test)).toEqual(["call-2 on-call", "call-1 on-call held"]);
    });

    it("lost to somebody else leaves the first un-held", async () => {
      const test = await onOneCall();
      test.server.put({ id: "call-2" });
      await test.clock.advance();
      test.server.refuse("accept", "answered_elsewhere", { answeredBy: "Grace Agent" });
      await test.client.answer("call-2");
      expect(holds(test)).toContain("call-1 on-call");
    });
  });

  describe("mute with two calls", () => {
    it("is each call's own", async () => {
      const test = await onOneCall();
      test.client.setMuted(true);
      test.server.put({ id: "call-2" });
      await test.clock.advance();
      await test.client.answer("call-2");
      await test.clock.advance();
      expect(test.client.getState().muted).toBe(false);
      await test.client.resume("call-1");
      await test.clock.advance();
      expect(test.client.getState().muted).toBe(true);
      await test.client.resume("call-2");
      expect(test.client.getState().muted).toBe(false);
    });
  });

  describe("work after a call", () => {
    it("shows until when, with what waits, and is over by itself", async () => {
      const test = await onOneCall();
      test.server.setWork({
        wrapUpUntil: test.server.now() + 60_000,
        waiting: 2,
        openCallbacks: 3,
      });
      await test.client.hangUp("call-1");
      await test.clock.advance();
      expect(test.client.getState().presence).toMatchObject({
        state: "wrap_up",
        wrapUpUntil: test.server.now() + 60_000,
        waiting: 2,
        openCallbacks: 3,
      });
      await test.clock.advance(60_000);
      expect(test.client.getState().presence).toMatchObject({
        state: "available",
        wrapUpUntil: null,
      });
    });

    it("ends when the agent says so, though a renewal that was asked before comes in after", async () => {
      const test = await onOneCall();
      test.server.setWork({ wrapUpUntil: test.server.now() + 300_000 });
      await test.client.hangUp("call-1");
      await test.clock.advance();
      const renewal = test.server.delayReply("presence");
      test.client.wake();
      await test.clock.advance();
      await test.client.endWrapUp();
      renewal();
      expect(test.client.getState().presence).toMatchObject({
        state: "available",
        wrapUpUntil: null,
      });
      await test.clock.advance();
      expect(test.client.getState().presence).toMatchObject({
        state: "available",
        wrapUpUntil: null,
      });
    });
  });

  it("a caller in the queue hears of the place with each renewal, until somebody is rung", async () => {
    const test = await startTestClient();
    test.server.setQueue({ position: 2, estimatedWaitSeconds: 180 });
    await test.client.call();
    await test.clock.advance();
    expect(test.client.getState().queue).toEqual({ position: 2, estimatedWaitSeconds: 180 });
    test.server.setQueue({ position: 1, estimatedWaitSeconds: null });
    await test.clock.advance(3_000);
    expect(test.client.getState().queue).toEqual({ position: 1, estimatedWaitSeconds: null });
    await test.client.hangUp("call-1");
    expect(test.client.getState().queue).toBeNull();
  });

  describe("an echo test", () => {
    it("gets the tokens of both ends, and is no call", async () => {
      const { client, server } = await startTestClient();
      expect(await client.startEchoTest()).toEqual({
        mediaUrl: "ws://media.test",
        tokens: ["echo-sender", "echo-player"],
        expiresAt: new Date(server.now() + 60_000).toISOString(),
      });
      expect(client.getState()).toMatchObject({ calls: [], notice: null });
    });

    it("rejects without a network, is sent once and shows no notice", async () => {
      const { client, server, paths } = await startTestClient();
      server.setDown(true);
      const before = count(paths(), "echo-test");
      await expect(client.startEchoTest()).rejects.toMatchObject({ code: "network" });
      expect(client.getState().notice).toBeNull();
      server.setDown(false);
      await client.startEchoTest();
      expect(count(paths(), "echo-test") - before).toBe(1);
    });
  });
});

it("an echo test of the fake client is what the test replies", async () => {
  const client = createFakeCallClient();
  client.reply(startEchoTest, new ApiError("media_unavailable"));
  await expect(client.startEchoTest()).rejects.toMatchObject({ code: "media_unavailable" });
  expect(client.commands.at(-1)).toEqual(["startEchoTest"]);
});
