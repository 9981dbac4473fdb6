import { describe, expect, it } from "vitest";
import { createPresence } from "../../presence/presence.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import {
  createFakeVoiceServer,
  type FakeVoiceServer,
} from "../../testing/fake-voice-server/fake-voice-server.ts";
import { type TestClient, onCall } from "../../testing/test-client.ts";
import { testClients } from "../../testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  async function startWith(
    call?: Parameters<FakeVoiceServer["put"]>[0],
    parts: Parameters<typeof startTestClient>[0] = {},
  ): Promise<TestClient> {
    const test = await startTestClient({ presence: createPresence(), ...parts });
    if (call) test.server.put({ id: "call-1", ...call });
    await test.clock.advance();
    return test;
  }

  /** Loses the replies to these requests, which the server carries out. */
  const withoutReplies =
    (server: FakeVoiceServer, pathEnd: string): typeof fetch =>
    async (input, init) => {
      const response = await server.fetch(input, init);
      if (String(input).endsWith(pathEnd)) throw new TypeError("Failed to fetch");
      return response;
    };

  /** Sends a command while the server can't be reached, until the client gives up. */
  async function inVain(
    { server, clock }: TestClient,
    command: () => Promise<void>,
  ): Promise<void> {
    server.setDown(true);
    void command();
    await clock.advance(10_000);
  }

  async function backWith(
    { server, clock }: TestClient,
    change?: Parameters<FakeVoiceServer["put"]>[0],
  ): Promise<void> {
    server.setDown(false);
    if (change) server.put({ id: "call-1", ...change });
    await clock.advance(10_000);
  }

  /**
   * For each command: the call before it, the command, the last part of its path, and the change
   * that shows its effect.
   */
  const commands = {
    answer: [{}, ({ client }: TestClient) => client.answer("call-1"), "accept", onCall],
    hold: [onCall, ({ client }: TestClient) => client.hold("call-1"), "hold", { held: true }],
    resume: [
      { ...onCall, held: true },
      ({ client }: TestClient) => client.resume("call-1"),
      "resume",
      { held: false },
    ],
    "continue here": [
      { ...onCall, mediaDeviceId: "other" },
      ({ client }: TestClient) => client.moveToDevice("call-1"),
      "continue",
      { mediaDeviceId: "device" },
    ],
  } as const;

  describe.each(Object.entries(commands))(
    "%s, of which every reply is lost,",
    (_name, [before, command, path, effect]) => {
      it("stands as failed until its effect shows", async () => {
        const test = await startWith(before);
        await inVain(test, () => command(test));
        expect(test.client.getState().notice).toMatchObject({ code: "network", callId: "call-1" });
        await backWith(test, effect);
        expect(test.client.getState().notice).toBeNull();
      });

      it("stands as failed where it has none", async () => {
        const test = await startWith(before);
        await inVain(test, () => command(test));
        await backWith(test, { duration: 1 });
        expect(test.client.getState().notice).toMatchObject({ code: "network" });
      });

      it("is no failure where its effect shows before it is given up", async () => {
        const clock = createFakeClock();
        const server = createFakeVoiceServer(clock);
        const test = await startWith(before, {
          clock,
          server,
          fetch: withoutReplies(server, path),
        });
        const notices = new Set<unknown>();
        test.client.subscribe(() => void notices.add(test.client.getState().notice));
        void command(test);
        await clock.advance(10_000);
        expect([...notices]).toEqual([null]);
      });
    },
  );

  it("a call that was placed although every reply was lost takes the failure away", async () => {
    const test = await startWith();
    await inVain(test, () => test.client.call({ supabaseUserId: "carl" }));
    expect(test.client.getState()).toMatchObject({ notice: { code: "network" }, calls: [] });
    await backWith(test, {
      caller: { supabaseUserId: "ada", type: "CRM_USER", name: "Ada", verified: true },
      offer: null,
      mediaDeviceId: "device",
    });
    expect(test.client.getState()).toMatchObject({
      notice: null,
      calls: [{ phase: "ringing-out" }],
    });
  });

  it("a wrap-up that ended although every reply was lost takes the failure away", async () => {
    const test = await startWith();
    test.server.setWork({ wrapUpUntil: test.server.now() + 300_000 });
    await test.clock.advance(10_000);
    expect(test.client.getState().presence?.state).toBe("wrap_up");
    await inVain(test, () => test.client.endWrapUp());
    expect(test.client.getState().notice).toMatchObject({ code: "network" });
    test.server.setWork({ wrapUpUntil: null });
    await backWith(test);
    expect(test.client.getState().notice).toBeNull();
  });
});
