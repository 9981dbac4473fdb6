import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { soon } from "../../testing/soon.ts";
import { startTestGateway, type TestGateway } from "../../testing/gateway-for-tests.ts";

type Received = { event: string; payload: Record<string, unknown>; meta?: { id: string } };

describe("private Broadcast with supabase-js", () => {
  let on: TestGateway;
  let owner: Client;
  let ada: { id: string; client: SupabaseClient };
  let carl: { id: string; client: SupabaseClient };

  beforeAll(async () => {
    on = await startTestGateway();
    owner = new Client({ connectionString: on.db.ownerUrl });
    await owner.connect();
    await owner.query(`
      create policy own_events on realtime.messages for select to authenticated
        using (
          realtime.messages.extension = 'broadcast'
          and (select realtime.topic()) = 'call-events:' || (select auth.uid())::text
        );
      create policy room_read on realtime.messages for select to authenticated
        using ((select realtime.topic()) like 'room:%');
      create policy room_write on realtime.messages for insert to authenticated
        with check ((select realtime.topic()) = 'room:open')`);
    ada = await on.addPerson("ada@example.test");
    carl = await on.addPerson("carl@example.test");
  });
  afterAll(async () => {
    await owner.end();
    await on.stop();
  });

  type Joined = {
    channel: RealtimeChannel;
    received: Received[];
    states: string[];
    errors: string[];
  };

  function join(
    client: SupabaseClient,
    topic: string,
    config: Record<string, unknown> = { private: true },
  ): Joined {
    const joined: Joined = {
      channel: client.channel(topic, { config }),
      received: [],
      states: [],
      errors: [],
    };
    joined.channel
      .on("broadcast", { event: "*" }, (message) =>
        joined.received.push(message as unknown as Received),
      )
      .subscribe((state, error) => {
        joined.states.push(state);
        if (error) joined.errors.push(error.message);
      });
    return joined;
  }

  async function joined(
    client: SupabaseClient,
    topic: string,
    config?: Record<string, unknown>,
  ): Promise<Joined> {
    const member = join(client, topic, config);
    await expect.poll(() => member.states, soon).toContain("SUBSCRIBED");
    return member;
  }

  const send = (payload: unknown, topic: string, event = "call", isPrivate = true) =>
    owner.query("select realtime.send($1::jsonb, $2, $3, $4)", [
      JSON.stringify(payload),
      event,
      topic,
      isPrivate,
    ]);

  it("brings what the database sends to the person whom the policy lets listen, and to nobody else", async () => {
    const mine = await joined(ada.client, `call-events:${ada.id}`);
    const other = await joined(carl.client, `call-events:${carl.id}`);
    const { rows } = await owner
      .query(
        "begin; select realtime.send('{\"n\":1}'::jsonb, 'call', 'call-events:" +
          ada.id +
          "', true); select id from realtime.messages where topic = 'call-events:" +
          ada.id +
          "'; commit",
      )
      .then((results) => (results as unknown as { rows: { id: string }[] }[])[2]!);
    await expect.poll(() => mine.received, soon).toHaveLength(1);
    expect(mine.received[0]).toMatchObject({
      type: "broadcast",
      event: "call",
      payload: { n: 1, id: rows[0]!.id },
      meta: { id: rows[0]!.id },
    });
    await send({ n: 2 }, `call-events:${carl.id}`);
    await expect.poll(() => other.received.map(({ payload }) => payload["n"]), soon).toEqual([2]);
    expect(mine.received).toHaveLength(1);
    await Promise.all([mine.channel.unsubscribe(), other.channel.unsubscribe()]);
  });

  it("refuses a channel that the policy does not let a person hear", async () => {
    const foreign = join(carl.client, `call-events:${ada.id}`);
    await expect.poll(() => foreign.states, soon).toContain("CHANNEL_ERROR");
    expect(foreign.errors[0]).toBe(
      "Unauthorized: You do not have permissions to read from this Channel topic: " +
        `call-events:${ada.id}`,
    );
    await send({ n: 3 }, `call-events:${ada.id}`);
    expect(foreign.received).toEqual([]);
    await foreign.channel.unsubscribe();
    const anonymous = join(on.client(), `call-events:${ada.id}`);
    await expect.poll(() => anonymous.states, soon).toContain("CHANNEL_ERROR");
    await anonymous.channel.unsubscribe();
  });

  it("keeps public and private channels of one name apart", async () => {
    const isPublic = await joined(carl.client, "room:open", { private: false });
    const isPrivate = await joined(ada.client, "room:open");
    await send({ n: 4 }, "room:open");
    await send({ n: 5 }, "room:open", "call", false);
    await expect
      .poll(() => isPublic.received.map(({ payload }) => payload["n"]), soon)
      .toEqual([5]);
    await expect
      .poll(() => isPrivate.received.map(({ payload }) => payload["n"]), soon)
      .toEqual([4]);
    await Promise.all([isPublic.channel.unsubscribe(), isPrivate.channel.unsubscribe()]);
  });

  it("lets clients speak on a private channel only with an insert policy", async () => {
    const [speaker, listener] = await Promise.all([
      joined(ada.client, "room:open", { private: true, broadcast: { ack: true } }),
      joined(carl.client, "room:open"),
    ]);
    expect(
      await speaker.channel.send({ type: "broadcast", event: "hello", payload: { n: 6 } }),
    ).toBe("ok");
    await expect
      .poll(() => listener.received, soon)
      .toMatchObject([{ event: "hello", payload: { n: 6 } }]);
    expect(speaker.received).toEqual([]);
    const [mute, deaf] = await Promise.all([
      joined(ada.client, "room:closed", { private: true, broadcast: { ack: true } }),
      joined(carl.client, "room:closed"),
    ]);
    expect(
      await mute.channel.send({ type: "broadcast", event: "hello", payload: {} }, { timeout: 300 }),
    ).toBe("timed out");
    await send({ n: 7 }, "room:closed");
    await expect.poll(() => deaf.received.map(({ payload }) => payload["n"]), soon).toEqual([7]);
    await Promise.all([speaker, listener, mute, deaf].map(({ channel }) => channel.unsubscribe()));
  });

  it("echoes to the sender where asked to, and carries raw bytes", async () => {
    const member = await joined(ada.client, "echo", { private: false, broadcast: { self: true } });
    await member.channel.send({ type: "broadcast", event: "ümlaut", payload: { text: "grüß" } });
    await expect
      .poll(() => member.received, soon)
      .toMatchObject([{ event: "ümlaut", payload: { text: "grüß" } }]);
    await owner.query("select realtime.send_binary('\\x0102ff'::bytea, 'bytes', 'echo', false)");
    await expect.poll(() => member.received.length, soon).toBe(2);
    expect([...new Uint8Array(member.received[1]!.payload as unknown as ArrayBuffer)]).toEqual([
      1, 2, 255,
    ]);
    await member.channel.unsubscribe();
  });

  it("speaks protocol 1 too", async () => {
    const socket = new WebSocket(
      `${on.url.replace("http", "ws")}/realtime/v1/websocket?apikey=sb_publishable_local&vsn=1.0.0`,
    );
    const frames: { topic: string; event: string; payload: unknown; ref: string | null }[] = [];
    socket.addEventListener("message", ({ data }) => frames.push(JSON.parse(String(data))));
    await new Promise((open) => socket.addEventListener("open", open));
    const token = (await ada.client.auth.getSession()).data.session!.access_token;
    const topic = `realtime:call-events:${ada.id}`;
    socket.send(
      JSON.stringify({
        topic,
        event: "phx_join",
        payload: { config: { private: true }, access_token: token },
        ref: "1",
        join_ref: "1",
      }),
    );
    socket.send(JSON.stringify({ topic: "phoenix", event: "heartbeat", payload: {}, ref: "2" }));
    await expect
      .poll(() => frames, soon)
      .toMatchObject([
        {
          topic,
          event: "phx_reply",
          ref: "1",
          payload: { status: "ok", response: { postgres_changes: [] } },
        },
        { topic: "phoenix", event: "phx_reply", ref: "2", payload: { status: "ok", response: {} } },
      ]);
    await send({ n: 8 }, `call-events:${ada.id}`);
    await expect
      .poll(() => frames[2], soon)
      .toMatchObject({
        topic,
        event: "broadcast",
        ref: null,
        payload: { type: "broadcast", event: "call", payload: { n: 8 } },
      });
    socket.close();
  });

  it("broadcasts over HTTP, one message or many, by the same policies", async () => {
    const listener = await joined(carl.client, "room:open");
    const speaker = ada.client.channel("room:open", { config: { private: true } });
    await ada.client.realtime.setAuth();
    expect(await speaker.httpSend("posted", { n: 9 })).toEqual({ success: true });
    await expect(
      ada.client.channel("room:closed", { config: { private: true } }).httpSend("posted", {}),
    ).rejects.toThrow("Forbidden");
    const token = (await ada.client.auth.getSession()).data.session!.access_token;
    const post = (authorization: string) =>
      fetch(`${on.url}/realtime/v1/api/broadcast`, {
        method: "POST",
        headers: {
          apikey: "sb_publishable_local",
          Authorization: authorization,
          "Content-Type": "application/json",
        },
        body: JSON.stringify({
          messages: [
            { topic: "room:closed", event: "many", payload: {}, private: true },
            { topic: "room:open", event: "many", payload: { n: 10 }, private: true },
          ],
        }),
      });
    expect((await post(`Bearer ${token}`)).status).toBe(202);
    expect((await post("Bearer nonsense")).status).toBe(401);
    await expect
      .poll(() => listener.received.map(({ event, payload }) => [event, payload["n"]]), soon)
      .toEqual([
        ["posted", 9],
        ["many", 10],
      ]);
    await listener.channel.unsubscribe();
    await ada.client.removeAllChannels();
  });

  it("answers presence with an error, since it has none", async () => {
    const member = await joined(ada.client, "somewhere", { private: false });
    expect(await member.channel.track({ here: true })).toBe("error");
    await member.channel.unsubscribe();
  });

  it("refuses connections without a good key", async () => {
    const closed = (query: string) =>
      new Promise((done) => {
        const socket = new WebSocket(
          `${on.url.replace("http", "ws")}/realtime/v1/websocket?${query}`,
        );
        socket.addEventListener("open", () => done("open"));
        socket.addEventListener("error", () => done("refused"));
      });
    expect(await closed("vsn=2.0.0")).toBe("refused");
    expect(await closed("apikey=sb_other&vsn=2.0.0")).toBe("refused");
    expect(await closed("apikey=sb_publishable_local&vsn=2.0.0")).toBe("open");
  });

  it("is told within a few milliseconds of the commit", async () => {
    const mine = await joined(ada.client, `call-events:${ada.id}`);
    const times: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      const received = new Promise<number>((done) =>
        mine.channel.on("broadcast", { event: `timed-${n}` }, () => done(performance.now())),
      );
      await send({}, `call-events:${ada.id}`, `timed-${n}`);
      const committed = performance.now();
      times.push((await received) - committed);
    }
    times.sort((a, b) => a - b);
    expect(times[25]).toBeLessThan(20);
    await mine.channel.unsubscribe();
  });
});
