import { liveStatuses } from "@synapse-voice/contract";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../../testing/new-tenant.ts";
import {
  startTestServer,
  type TestClient,
  type TestReply,
  type TestServer,
} from "../../testing/server-for-tests.ts";

describe("commands that meet, on two servers behind one database", () => {
  let server: TestServer;
  let other: TestServer;
  let tenantId: string;
  let carl: TestClient;
  let ada: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer(server);
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });
  beforeEach(
    async () =>
      void ({ tenantId, carl, ada } = await newTenant(server, { queueStrategy: "ring_all" })),
  );

  const start = (person: TestClient, callee?: TestClient, headers: Record<string, string> = {}) =>
    person.ask(
      "POST",
      "/api/voip/start-call",
      callee ? { calleeSupabaseId: callee.id } : {},
      headers,
    );
  const tally = (replies: readonly TestReply[]) =>
    replies.map(({ status, body }) => `${status} ${body.code ?? ""}`.trim()).toSorted();
  const liveCalls = () =>
    server.db.database.callLog.count({
      where: { tenantId, status: { in: [...liveStatuses] } },
    });

  /** Keeps a person's events from being written until the returned function is called. */
  const holdEvents = async (person: TestClient): Promise<() => Promise<void>> => {
    const client = new Client({ connectionString: server.db.url });
    await client.connect();
    await client.query("SELECT pg_advisory_lock(hashtextextended('call_events:' || $1, 0))", [
      person.id,
    ]);
    return () => client.end();
  };
  const waitingForLocks = async () => {
    const [row] = await server.db.database.$queryRaw<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND locktype = 'advisory'`;
    return row?.n;
  };

  it("50 accepts at once have one winner and 49 who learn who that was", async () => {
    const agents = await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        server.person({ tenantId, firstName: `Agent${index}`, role: "AGENT" }),
      ),
    );
    for (const agent of agents) await agent.ask("PUT", "/api/voip/presence", {});
    const { callId } = (await start(carl)).body;
    const onOther = agents.map((agent) => ({ ...agent, ask: other.as(agent) }));
    const replies = await Promise.all(
      [...agents, ...onOther].map((agent, index) =>
        agent.ask("POST", `/api/voip/calls/${callId}/accept`, undefined, {
          "Synapse-Device": `device-${index}`,
        }),
      ),
    );
    expect(tally(replies)).toEqual(["200", ...Array(49).fill("409 answered_elsewhere")]);
    const winner = replies.find(({ status }) => status === 200)!;
    expect(
      new Set(replies.filter(({ status }) => status === 409).map(({ body }) => body.answeredBy)),
    ).toEqual(new Set([winner.body.call.callee.name]));
    const offers = await server.db.database.callOffer.groupBy({
      by: ["outcome"],
      where: { callId },
      _count: true,
    });
    expect(offers.map(({ outcome, _count }) => [outcome, _count]).toSorted()).toEqual([
      ["accepted", 1],
      ["answered_elsewhere", 24],
    ]);
  });

  it("two people who call each other in the same instant make one call", async () => {
    const grace = await server.person({ tenantId, firstName: "Grace", role: "AGENT" });
    const replies = await Promise.all([
      start(ada, grace),
      other.as(grace)("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }),
    ]);
    expect(tally(replies)).toEqual(["201", "409 incoming_from_callee"]);
    const [made, refused] = replies.toSorted((a, b) => a.status - b.status);
    expect(refused!.body.callId).toBe(made!.body.callId);
    expect(await liveCalls()).toBe(1);
    expect(
      [...server.media.rooms.keys()].filter((room) => room.includes(made!.body.roomName)),
    ).toHaveLength(1);
  });

  it("a double click on Call makes one call", async () => {
    const replies = await Promise.all([
      start(carl, ada),
      start(carl, ada),
      other.as(carl)("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }),
    ]);
    expect(tally(replies)).toEqual(["201", "409 already_calling", "409 already_calling"]);
    expect(new Set(replies.map(({ body }) => body.callId)).size).toBe(1);
    expect(
      server.media.rooms.has(replies.find(({ status }) => status === 201)!.body.roomName),
    ).toBe(true);
  });

  it("a repeated command of the same name makes one call, and says so each time", async () => {
    const key = { "Idempotency-Key": "click-1" };
    const replies = await Promise.all([
      start(carl, ada, key),
      start(carl, ada, key),
      start(carl, ada, key),
    ]);
    expect(tally(replies)).toEqual(["201", "201", "201"]);
    expect(new Set(replies.map(({ body }) => body.callId)).size).toBe(1);
    expect(await start(carl, undefined, key)).toMatchObject({
      status: 409,
      body: { code: "idempotency_conflict" },
    });
    const { callId } = replies[0]!.body;
    await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
    expect(await start(carl, ada, key)).toMatchObject({
      status: 409,
      body: { code: "call_ended", callId },
    });
  });

  describe("a start that can't begin", () => {
    const reasons = [
      {
        code: "closed",
        status: 409,
        callTo: () => undefined,
        prepare: () =>
          server.db.database.tenant.update({
            where: { id: tenantId },
            data: { settings: { businessHours: { timeZone: "UTC", spans: [] } } },
          }),
      },
      {
        code: "no_agent",
        status: 409,
        callTo: () => undefined,
        prepare: () =>
          server.db.database.user.updateMany({
            where: { tenantId },
            data: { deactivatedAt: new Date() },
          }),
      },
      {
        code: "media_unavailable",
        status: 503,
        callTo: () => ada,
        prepare: async () => void (server.media.available = false),
      },
    ];
    afterEach(() => {
      server.media.available = true;
    });

    it.each(reasons)(
      "is refused the same again under its name, and is one call of the history: $code",
      async ({ code, status, prepare, callTo }) => {
        await prepare();
        const key = { "Idempotency-Key": "click-1" };
        const body = callTo() ? { calleeSupabaseId: ada.id } : {};
        const onOther = () => other.as(carl)("POST", "/api/voip/start-call", body, key);
        const replies = await Promise.all([
          start(carl, callTo(), key),
          onOther(),
          start(carl, callTo(), key),
          onOther(),
        ]);
        // The obstacle is gone, so a command with another key would succeed.
        server.media.available = true;
        replies.push(await start(carl, callTo(), key));
        expect(tally(replies)).toEqual(Array(5).fill(`${status} ${code}`));
        const history = (await carl.ask("GET", "/api/voip/history")).body;
        expect(history).toMatchObject([{ endReason: code }]);
        expect(new Set(replies.map(({ body: { callId } }) => callId))).toEqual(
          new Set([history[0].id]),
        );
      },
    );
  });

  it("many who call at once have as many places as the tenant has, and no more", async () => {
    const crowd = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        server.person({ tenantId, firstName: `Customer${index}`, role: null }),
      ),
    );
    const small = await Promise.all([
      startTestServer(server, { maxCalls: 5 }),
      startTestServer(server, { maxCalls: 5 }),
    ]);
    const replies = await Promise.all(
      crowd.map((person, index) =>
        small[index % 2]!.as(person)("POST", "/api/voip/start-call", {}),
      ),
    );
    expect(tally(replies)).toEqual([
      ...Array(5).fill("201"),
      ...Array(7).fill("429 too_many_calls"),
    ]);
    expect(await liveCalls()).toBe(5);
    await Promise.all(small.map((each) => each.close()));
  });

  it("one who calls from two servers in the same millisecond has two calls with a room each, however they end", async () => {
    const agentsLeft = (deactivatedAt: Date | null) =>
      server.db.database.user.updateMany({ where: { tenantId }, data: { deactivatedAt } });
    await agentsLeft(new Date());
    const both = () =>
      Promise.all([start(carl), other.as(carl)("POST", "/api/voip/start-call", {})]);
    expect(tally(await both())).toEqual(["409 no_agent", "409 no_agent"]);
    await agentsLeft(null);
    for (const ask of [carl.ask, other.as(carl), carl.ask, other.as(carl)]) {
      const { status, body } = await ask("POST", "/api/voip/start-call", {});
      expect(status).toBe(201);
      expect((await ask("POST", `/api/voip/calls/${body.callId}/cancel`)).status).toBe(200);
    }
    const rooms = (await server.db.database.callLog.findMany({ where: { tenantId } })).map(
      ({ roomName }) => roomName,
    );
    expect(rooms).toHaveLength(6);
    for (const room of rooms)
      expect(room).toMatch(new RegExp(`^call-${carl.id.slice(-6)}-agents-\\d{13}$`, "u"));
  });

  it("an accept and a cancel at once agree on one ending", async () => {
    const { callId } = (await start(carl, ada)).body;
    const [accepted, cancelled] = await Promise.all([
      ada.ask("POST", `/api/voip/calls/${callId}/accept`),
      other.as(carl)("POST", `/api/voip/calls/${callId}/cancel`),
    ]);
    expect(cancelled).toMatchObject({
      status: 200,
      body: { call: { status: accepted.status === 200 ? "COMPLETED" : "CANCELLED" } },
    });
    expect(await liveCalls()).toBe(0);
  });

  it("nobody answers a call while they place another, however close the two are", async () => {
    const grace = await server.person({ tenantId, firstName: "Grace", role: "AGENT" });
    const { callId } = (await start(carl, ada)).body;
    // Ada's own call has been decided upon but is not committed: its events wait for their turn.
    const release = await holdEvents(ada);
    const placing = start(ada, grace);
    await expect.poll(waitingForLocks).toBe(1);
    const answering = other.as(ada)("POST", `/api/voip/calls/${callId}/accept`);
    await expect.poll(waitingForLocks).toBe(2);
    await release();
    expect(tally(await Promise.all([placing, answering]))).toEqual(["201", "409 on_another_call"]);
  });

  it("the server that did not do it tells at once, too", async () => {
    const { cursor } = (await other.as(ada)("GET", "/api/voip/calls/live")).body;
    const poll = other.as(ada)("GET", `/api/voip/calls/live?wait=25&since=${cursor}`);
    await expect.poll(other.deps.openPolls).toBe(1);
    const { callId } = (await start(carl, ada)).body;
    expect((await poll).body.calls).toMatchObject([{ id: callId, status: "RINGING" }]);
    expect(other.deps.openPolls()).toBe(0);
  });
});
