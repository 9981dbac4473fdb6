import { describe, expect, it } from "vitest";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../testing/fake-voice-server/fake-voice-server.ts";
import { createFakeStorage, onCall } from "../testing/test-client.ts";
import { testClients } from "../testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  /** Starts a page on a call, which can be reloaded. */
  async function pageOnCall() {
    const around = { clock: createFakeClock(), storage: createFakeStorage() };
    const server = createFakeVoiceServer(around.clock);
    server.put({ id: "call-1", ...onCall });
    const load = async () => (await startTestClient({ ...around, server })).client;
    return { server, load, client: await load(), ...around };
  }

  describe("a mute", () => {
    it("outlasts a reload in the call", async () => {
      const { client, load } = await pageOnCall();
      client.setMuted(true);
      void client.close();
      const again = await load();
      expect(again.getState().muted).toBe(true);
      again.setMuted(false);
      expect(again.getState().muted).toBe(false);
    });

    it("is written down when it changes, not with every other news", async () => {
      const { client, clock, storage } = await pageOnCall();
      let writes = 0;
      const { setItem } = storage;
      storage.setItem = (...item) => ((writes += 1), setItem(...item));
      client.setMuted(true);
      client.dismissNotice();
      await clock.advance(60_000);
      expect(writes).toBe(1);
    });

    it("that was taken back before the reload stays off", async () => {
      const { client, load } = await pageOnCall();
      client.setMuted(true);
      client.setMuted(false);
      void client.close();
      expect((await load()).getState().muted).toBe(false);
    });

    it("of one call says nothing about the next", async () => {
      const { client, load, server, clock } = await pageOnCall();
      client.setMuted(true);
      void client.close();
      server.put({ id: "call-1", status: "COMPLETED", endReason: "hung_up" });
      server.put({ id: "call-2", ...onCall });
      const again = await load();
      await clock.advance();
      expect(again.getState()).toMatchObject({
        muted: false,
        calls: [{ call: { id: "call-2" }, phase: "on-call" }],
      });
    });
  });
});
