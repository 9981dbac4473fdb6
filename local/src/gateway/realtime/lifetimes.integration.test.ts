import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { Client } from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { soon } from "../../testing/soon.ts";
import { startTestGateway, type TestGateway } from "../../testing/gateway-for-tests.ts";

describe("the life of a channel", () => {
  let on: TestGateway | undefined;

  afterEach(async () => {
    await on?.stop();
    on = undefined;
  });

  async function start(options: Parameters<typeof startTestGateway>[0] = {}): Promise<TestGateway> {
    on = await startTestGateway(options);
    await execute(
      on,
      `create policy own_events on realtime.messages for select to authenticated
       using ((select realtime.topic()) = 'call-events:' || (select auth.uid())::text)`,
    );
    return on;
  }

  async function execute(at: TestGateway, sql: string): Promise<void> {
    const owner = new Client({ connectionString: at.db.ownerUrl });
    await owner.connect();
    await owner.query(sql).finally(() => owner.end());
  }

  type Listening = {
    channel: RealtimeChannel;
    received: unknown[];
    states: string[];
    system: { message: string }[];
  };

  async function listen({
    id,
    client,
  }: {
    id: string;
    client: SupabaseClient;
  }): Promise<Listening> {
    const listening: Listening = {
      channel: client.channel(`call-events:${id}`, { config: { private: true } }),
      received: [],
      states: [],
      system: [],
    };
    listening.channel
      .on("broadcast", { event: "call" }, ({ payload }: { payload: { n: number } }) =>
        listening.received.push(payload.n),
      )
      .on("system", {}, (message: { message: string }) => listening.system.push(message))
      .subscribe((state) => listening.states.push(state));
    await expect.poll(() => listening.states, soon).toEqual(["SUBSCRIBED"]);
    return listening;
  }

  const call = (at: TestGateway, id: string, n: number) =>
    execute(at, `select realtime.send('{"n": ${n}}'::jsonb, 'call', 'call-events:${id}', true)`);

  it("ends when its token expires", async () => {
    const at = await start({ accessTokenSeconds: 2 });
    const ada = await at.addPerson("ada@example.test");
    const listening = await listen(ada);
    await expect.poll(() => listening.states, soon).toContain("CLOSED");
    expect(listening.system.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Token has expired \d+ seconds ago$/),
    ]);
  });

  it("outlives its first token when the client renews it", async () => {
    const at = await start({ accessTokenSeconds: 2 });
    const ada = await at.addPerson("ada@example.test");
    const listening = await listen(ada);
    const expired = (await ada.client.auth.getSession()).data.session!.expires_at! * 1000;
    await expect.poll(() => Date.now() - expired, soon).toBeGreaterThan(-900);
    const { data } = await ada.client.auth.refreshSession();
    await ada.client.realtime.setAuth(data.session!.access_token);
    await expect.poll(() => Date.now() - expired, soon).toBeGreaterThan(100);
    await call(at, ada.id, 1);
    await expect.poll(() => listening.received, soon).toEqual([1]);
    expect(listening.states).toEqual(["SUBSCRIBED"]);
  });

  it("ends when the next token belongs to somebody who may not listen here", async () => {
    const at = await start();
    const ada = await at.addPerson("ada@example.test");
    const carl = await at.addPerson("carl@example.test");
    const listening = await listen(ada);
    await ada.client.realtime.setAuth(
      (await carl.client.auth.getSession()).data.session!.access_token,
    );
    await expect.poll(() => listening.states, soon).toContain("CLOSED");
    expect(listening.system[0]!.message).toContain(
      "You do not have permissions to read from this Channel topic",
    );
  });

  it("comes back by itself after the gateway was started again", async () => {
    const at = await start();
    const ada = await at.addPerson("ada@example.test");
    const listening = await listen(ada);
    await at.restart();
    await expect.poll(() => listening.states.at(-1), soon).toBe("SUBSCRIBED");
    expect(listening.states).toContain("CHANNEL_ERROR");
    await call(at, ada.id, 2);
    await expect.poll(() => listening.received, soon).toEqual([2]);
  });

  it("breaks and comes back with Realtime alone, while people can still sign in", async () => {
    const at = await start();
    const ada = await at.addPerson("ada@example.test");
    const listening = await listen(ada);
    const turn = (up: boolean, key = "sb_secret_local") =>
      fetch(`${at.url}/admin/realtime`, {
        method: "POST",
        headers: { apikey: key, "Content-Type": "application/json" },
        body: JSON.stringify({ up }),
      });
    expect((await turn(false, "sb_publishable_local")).status).toBe(401);
    expect(await (await turn(false)).json()).toEqual({ up: false });
    await expect.poll(() => listening.states.at(-1), soon).toBe("CHANNEL_ERROR");
    await at.addPerson("carl@example.test");
    await call(at, ada.id, 3);
    await turn(true);
    await expect.poll(() => listening.states.at(-1), soon).toBe("SUBSCRIBED");
    await call(at, ada.id, 4);
    await expect.poll(() => listening.received, soon).toEqual([4]);
  });

  it("comes back after PostgreSQL dropped the stream, with nothing left behind", async () => {
    const at = await start();
    const ada = await at.addPerson("ada@example.test");
    const listening = await listen(ada);
    const admin = new Client({ connectionString: at.db.superuserUrl });
    await admin.connect();
    await admin.query("select pg_terminate_backend(pid) from pg_stat_replication");
    await expect.poll(() => listening.states.at(-1), soon).toBe("CHANNEL_ERROR");
    await expect.poll(() => listening.states.at(-1), soon).toBe("SUBSCRIBED");
    await call(at, ada.id, 5);
    await expect.poll(() => listening.received, soon).toEqual([5]);
    const slots = async () =>
      (await admin.query("select temporary from pg_replication_slots")).rows;
    expect(await slots()).toEqual([{ temporary: true }]);
    await at.gateway.stop();
    await expect.poll(slots, soon).toEqual([]);
    await admin.end();
    await at.restart();
  });
});
