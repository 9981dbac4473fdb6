import { describe, expect, it } from "vitest";
import { createPresence } from "../../presence/presence.ts";
import { testClients } from "../../testing/remote/remote-test-client.ts";

describe.each(testClients)("%s", (_, startTestClient) => {
  describe.each([200, 204, 403, 404, 511])("a page (%i) in the server's place", (status) => {
    it("delays an answer for as long as it lasts", async () => {
      const { client, server, clock } = await startTestClient({ presence: createPresence() });
      server.put({ id: "call-1" });
      await clock.advance();
      server.setForeignPage(status);
      void client.answer("call-1");
      await clock.advance(1_500);
      server.setForeignPage(null);
      await clock.advance(2_000);
      expect(server.calls()).toMatchObject([{ id: "call-1", status: "IN_PROGRESS" }]);
      expect(client.getState().notice).toBeNull();
    });

    it("makes one call where the person has pressed once", async () => {
      const { client, server, clock } = await startTestClient({ presence: createPresence() });
      server.setForeignPage(status);
      void client.call({ supabaseUserId: "carl" });
      await clock.advance(1_500);
      server.setForeignPage(null);
      await clock.advance(5_000);
      expect(server.calls()).toHaveLength(1);
      expect(client.getState()).toMatchObject({ notice: null, dialing: null });
    });

    it("reads as a connection that does not work", async () => {
      const { client, server, clock } = await startTestClient({ presence: createPresence() });
      server.setForeignPage(status);
      await clock.advance(40_000);
      void client.call({ supabaseUserId: "carl" });
      await clock.advance(10_000);
      expect(client.getState()).toMatchObject({
        connection: "offline",
        presence: { reachable: false },
        notice: { code: "network" },
      });
    });
  });
});
