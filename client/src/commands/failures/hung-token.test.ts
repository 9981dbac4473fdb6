import { expect, it } from "vitest";
import { createPollFeed } from "../../feed/poll-feed.ts";
import { createCustomerClient } from "../../client.ts";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { createFakeVoiceServer } from "../../testing/fake-voice-server/fake-voice-server.ts";

const token = `x.${btoa(JSON.stringify({ sub: "carl" }))}.x`;

function startClient(): {
  client: ReturnType<typeof createCustomerClient>;
  server: ReturnType<typeof createFakeVoiceServer>;
  clock: ReturnType<typeof createFakeClock>;
  page: { isHung: boolean };
} {
  const clock = createFakeClock();
  const server = createFakeVoiceServer(clock, { userId: "carl" });
  const page = { isHung: true };
  const client = createCustomerClient({
    session: {
      apiUrl: "http://api.test",
      deviceId: "tab",
      getToken: async () => (page.isHung ? new Promise<never>(() => {}) : token),
    },
    feed: createPollFeed(),
    fetch: server.fetch,
    clock,
    storage: null,
  });
  client.start();
  return { client, server, clock, page };
}

it("ends a call with a clear error where the page returns no token, and the next press works", async () => {
  const { client, clock, page } = startClient();
  void client.call();
  await clock.advance(7_999);
  expect(client.getState().dialing).not.toBeNull();
  await clock.advance(1);
  expect(client.getState()).toMatchObject({ dialing: null, notice: { code: "token_timeout" } });
  page.isHung = false;
  void client.call();
  await clock.advance(1_000);
  expect(client.getState()).toMatchObject({ dialing: null, notice: null });
  expect(client.getState().calls.map(({ phase }) => phase)).toEqual(["ringing-out"]);
  await client.close();
});

it("lets a press after a cancelled one through within the limit", async () => {
  const { client, clock, page } = startClient();
  void client.call();
  await clock.advance(1_000);
  void client.hangUp();
  page.isHung = false;
  void client.call();
  await clock.advance(8_000);
  expect(client.getState().calls.map(({ phase }) => phase)).toEqual(["ringing-out"]);
  await client.close();
});

it("hears of calls after the page returned no token while nothing happened", async () => {
  const { client, server, clock, page } = startClient();
  await clock.advance(60_000);
  expect(client.getState().connection).toBe("offline");
  page.isHung = false;
  await clock.advance(15_000);
  server.put({ id: "call-1" });
  await clock.advance(2_000);
  expect(client.getState().connection).toBe("online");
  expect(client.getState().calls).toHaveLength(1);
  await client.close();
});
