import { callEventsTopic, type CallSnapshot } from "@synapse-voice/contract";
import { createRealtimeFeed } from "@synapse-voice/client/realtime";
import {
  createCallClient,
  createPollFeed,
  systemClock,
  withFallback,
  type CallClient,
  type Phase,
} from "@synapse-voice/client";
import { createFakeVoiceServer, type FakeVoiceServer } from "@synapse-voice/client/testing";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// The client's realtime feed with the unmodified supabase-js on the real gateway and PostgreSQL;
// the API beside it is a fake.

const policy = `create policy own_call_events on realtime.messages for select to authenticated
  using (realtime.topic() = 'call-events:' || auth.uid())`;
let gateway: TestGateway;
let owner: Client;

function withGateway(options: Parameters<typeof startTestGateway>[0]): void {
  beforeAll(async () => {
    gateway = await startTestGateway(options);
    owner = new Client({ connectionString: gateway.db.superuserUrl });
    await owner.connect();
    await owner.query(policy);
  });

  afterAll(async () => {
    await owner.end();
    await gateway.stop();
  });
}

interface Standby {
  readonly client: CallClient;
  readonly server: FakeVoiceServer;
  /** Returns the time at which the present token expires, in ms since the epoch. */
  expiry(): Promise<number>;
  /** Changes a call at the server and sends the event, as the trigger does. */
  change(change: Partial<CallSnapshot>): Promise<void>;
  phases(): Phase[];
  /** Returns the number of messages that supabase-js will send when its socket is back. */
  queued(): number;
}

async function standBy(name: string): Promise<Standby> {
  const person = await gateway.addPerson(`${name}@acme.test`);
  const server = createFakeVoiceServer(systemClock, { userId: person.id });
  const getToken = async (): Promise<string> =>
    (await person.client.auth.getSession()).data.session?.access_token ?? "";
  const feed = withFallback(createRealtimeFeed(person.client), createPollFeed());
  const client = createCallClient({
    session: { apiUrl: "http://api.test", deviceId: name, getToken },
    feed,
    fetch: server.fetch,
    storage: null,
  });
  client.start();
  return {
    client,
    server,
    expiry: async () =>
      ((await person.client.auth.getSession()).data.session?.expires_at ?? 0) * 1000,
    phases: () => client.getState().calls.map((view) => view.phase),
    queued: () => person.client.realtime.sendBuffer.length,
    change: async (change) => {
      const call = server.put({
        ringsUntil: new Date(server.now() + 600_000).toISOString(),
        ...change,
      });
      const event = { type: "call_updated", callId: call.id, version: call.version, call };
      await owner.query("select realtime.send($1::jsonb, 'call', $2, true)", [
        JSON.stringify(event),
        callEventsTopic(person.id),
      ]);
    },
  };
}

const soon = { timeout: 20_000, interval: 50 };
const polls = ({ server }: Standby): number =>
  server.seen.filter(({ path }) => path.endsWith("/live")).length;

describe("the realtime feed on a real gateway", () => {
  withGateway({});

  it("hears of calls without polling", async () => {
    const ada = await standBy("ada");
    await expect.poll(() => ada.client.getState().connection, soon).toBe("online");
    const before = polls(ada);
    await ada.change({ id: "call-1" });
    await expect.poll(ada.phases, { timeout: 2_000, interval: 10 }).toEqual(["ringing-in"]);
    await ada.change({ id: "call-1", status: "CANCELLED", endReason: "cancelled" });
    await expect.poll(ada.phases, { timeout: 2_000, interval: 10 }).toEqual(["ended"]);
    expect(polls(ada)).toBe(before);
    await ada.client.close();
  });

  it("goes over to the long poll while the gateway is down, and back when it is there again", async () => {
    const grace = await standBy("grace");
    await expect.poll(() => grace.client.getState().connection, soon).toBe("online");
    await gateway.gateway.stop();
    await expect.poll(() => grace.client.getState().connection, soon).toBe("degraded");
    grace.server.put({ id: "call-1" });
    await expect.poll(grace.phases, { timeout: 2_000, interval: 10 }).toEqual(["ringing-in"]);
    // Longer than the feed waits for a join that gets no reply (15 s).
    await new Promise((resolve) => setTimeout(resolve, 17_000));
    expect(grace.queued()).toBe(0);
    await gateway.restart();
    await expect
      .poll(() => grace.client.getState().connection, { ...soon, timeout: 40_000 })
      .toBe("online");
    await grace.change({ id: "call-2" });
    await expect
      .poll(grace.phases, { timeout: 2_000, interval: 10 })
      .toEqual(["ringing-in", "ringing-in"]);
    await grace.client.close();
  }, 90_000);
});

describe("the realtime feed with tokens that expire", () => {
  withGateway({ accessTokenSeconds: 10 });

  it("outlives its token: events still arrive after it has expired and was refreshed", async () => {
    const alex = await standBy("alex");
    await expect.poll(() => alex.client.getState().connection, soon).toBe("online");
    const expiry = await alex.expiry();
    const fetched = polls(alex);
    await expect.poll(() => Date.now() > expiry && polls(alex) > fetched, soon).toBe(true);
    await expect.poll(() => alex.client.getState().connection, soon).toBe("online");
    await alex.change({ id: "call-1" });
    await expect.poll(alex.phases, { timeout: 5_000, interval: 10 }).toEqual(["ringing-in"]);
    await alex.client.close();
  }, 90_000);
});
