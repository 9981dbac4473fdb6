import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

interface Agent extends TestClient {
  readonly name: string;
}

describe("the queue, on two servers behind one database", { timeout: 120_000 }, () => {
  let server: TestServer;
  let other: TestServer;
  let tenantId: string;

  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer(server);
    await pass(25); // both have been up for the lease of a device
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });
  beforeEach(async () => {
    server.clock.advance(1_000); // room names end with the time
    tenantId = (
      await server.db.database.tenant.create({ data: { name: "Acme", createdAt: new Date() } })
    ).id;
  });

  /** Time goes on, second by second, as the sweepers of both servers live it. */
  const pass = async (seconds: number, each: () => Promise<unknown> = async () => undefined) => {
    for (let second = 0; second < seconds; second += 1) {
      server.clock.advance(1_000);
      await each();
      await Promise.all([server, other].map(({ app }) => app.sweeper.sweep()));
    }
  };
  const set = (settings: object) =>
    server.db.database.tenant.update({ where: { id: tenantId }, data: { settings } });
  const customer = (firstName: string) => server.person({ tenantId, firstName, role: null });
  const agent = async (name: string): Promise<Agent> => ({
    ...(await server.person({ tenantId, firstName: name, role: "AGENT" })),
    name,
  });
  const many = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => make(index)));
  const present = (who: TestClient, state = "available", at = server) =>
    at.as(who)("PUT", "/api/voip/presence", { state, feed: "realtime" });
  /** Signs agents in one after the other: the first one is idle the longest. */
  const signIn = async (...agents: readonly TestClient[]) => {
    for (const who of agents) {
      server.clock.advance(1);
      await present(who);
    }
  };
  const call = async (who: TestClient, at = server): Promise<string> => {
    server.clock.advance(1);
    const reply = await at.as(who)("POST", "/api/voip/start-call", {});
    expect(reply.status).toBe(201);
    return reply.body.callId;
  };
  const renew = async (who: TestClient, callId: string) =>
    (await who.ask("POST", `/api/voip/calls/${callId}/lease`)).body;
  const stored = (callId: string) =>
    server.db.database.callLog.findUniqueOrThrow({
      where: { id: callId },
      include: { offers: { orderBy: [{ offeredAt: "asc" }, { id: "asc" }] } },
    });
  /** How a call stands: its status or why it ended, and each turn. */
  const state = async (callId: string): Promise<string> => {
    const { status, endReason, offers } = await stored(callId);
    return [
      endReason ?? status,
      ...offers.map(({ name, outcome }) => `${name.split(" ")[0]}:${outcome ?? "rings"}`),
    ].join(" ");
  };

  it("gives each agent one call, longest waiting to longest idle, though both servers assign at once", async () => {
    const callers = await many(10, (index) => customer(`C${index}`));
    const agents = await many(10, (index) => agent(`A${index}`));
    const ids: string[] = [];
    for (const [index, who] of callers.entries())
      ids.push(await call(who, index % 2 ? server : other));
    // They appear all at once, and no reply of theirs begins a round.
    for (const [index, { id }] of agents.entries()) {
      const now = server.clock.now();
      await server.parts.agentStore.renew(tenantId, {
        userId: id,
        deviceId: "desk",
        wantedState: "available",
        feed: "realtime",
        leaseUntil: now + 25_000 + index,
        lastSeenAt: now + index,
      });
    }
    await Promise.all(
      [server, other, server, other].map(({ app }) =>
        app.engine.router.offerWaitingCalls(tenantId),
      ),
    );
    expect(await Promise.all(ids.map(state))).toEqual(
      ids.map((_, index) => `RINGING A${index}:rings`),
    );
  });

  it("serves 20 customers who call 5 agents at once, in order, while agents come and go: none lost, none rung for two", async () => {
    const [callers, agents] = [
      await many(20, (index) => customer(`C${index}`)),
      await many(5, (index) => agent(`A${index}`)),
    ];
    const ids = await Promise.all(
      callers.map((who, index) => call(who, index % 2 ? server : other)),
    );
    const day = { isOver: false };
    const watch = async () => {
      const doubles: unknown[] = [];
      while (!day.isOver) {
        doubles.push(
          ...(await server.db.database.callOffer.groupBy({
            by: ["personId"],
            where: { tenantId, outcome: null },
            _count: true,
            having: { personId: { _count: { gt: 1 } } },
          })),
        );
      }
      return doubles;
    };
    const sweep = async ({ app }: TestServer) => {
      while (!day.isOver) await app.sweeper.sweep();
    };
    /**
     * One agent's day: now here, now away, now signed off; every call that still rings is taken,
     * and ended.
     */
    const work = async (who: Agent, index: number) => {
      for (let step = index; !day.isOver; step += 1) {
        server.clock.advance(1);
        const at = step % 2 ? server : other;
        const { body } = await present(who, "available", at);
        const ringing = body.calls.find(({ status }: { status: string }) => status === "RINGING");
        if (ringing && step % 3 === 0) await present(who, "away", at);
        else if (ringing && step % 5 === 0) await at.as(who)("DELETE", "/api/voip/presence");
        else if (ringing) {
          const { status } = await at.as(who)("POST", `/api/voip/calls/${ringing.id}/accept`);
          if (status === 200) await at.as(who)("POST", `/api/voip/calls/${ringing.id}/hang-up`);
        }
        day.isOver ||=
          (await server.db.database.callLog.count({
            where: { tenantId, status: { in: ["QUEUED", "RINGING", "IN_PROGRESS"] } },
          })) === 0;
      }
    };
    const [doubles] = await Promise.all([
      watch(),
      sweep(server),
      sweep(other),
      ...agents.map(work),
    ]).finally(() => {
      day.isOver = true;
    });
    expect(doubles).toEqual([]);
    const calls = await Promise.all(ids.map(stored));
    expect(calls.map(({ status, endReason }) => `${status} ${endReason}`)).toEqual(
      ids.map(() => "COMPLETED hung_up"),
    );
    expect(
      calls.map(({ offers }) => offers.filter(({ outcome }) => outcome === "accepted").length),
    ).toEqual(ids.map(() => 1));
    expect(
      calls
        .flatMap(({ offers }) => offers.map(({ outcome }) => outcome))
        .filter((outcome) => outcome !== "accepted" && outcome !== "cancelled"),
    ).toEqual([]);
    // First come, first served: nobody's first turn came before that of one who was there earlier.
    const inOrder = calls
      .toSorted((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1))
      .map(({ offers }) => offers[0]!.offeredAt.getTime());
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });

  it("gives whoever becomes free the longest waiting call, in the very reply that makes them so", async () => {
    const [carl, dora] = [await customer("Carl"), await customer("Dora")];
    const ada = await agent("Ada");
    const [first, second] = [await call(carl), await call(dora, other)];
    expect((await present(ada, "available", other)).body).toMatchObject({
      waiting: 2,
      calls: [{ id: first, status: "RINGING", offer: { outcome: null } }],
    });
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    expect(await state(second)).toBe("QUEUED");
    await other.as(ada)("POST", `/api/voip/calls/${first}/hang-up`);
    await expect.poll(() => state(second)).toBe("RINGING Ada:rings");
  });

  it("takes a turn from whose device is lost, and from whoever signs off", async () => {
    const [carl, ada, grace, zoe] = [
      await customer("Carl"),
      await agent("Ada"),
      await agent("Grace"),
      await agent("Zoe"),
    ];
    await signIn(ada);
    await pass(15);
    await signIn(grace, zoe);
    const callId = await call(carl);
    const alive = () => Promise.all([renew(carl, callId), present(grace), present(zoe)]);
    await pass(9, alive);
    expect(await state(callId)).toBe("RINGING Ada:rings");
    await pass(2, alive);
    expect(await state(callId)).toBe("RINGING Ada:missed Grace:rings");
    await other.as(grace)("DELETE", "/api/voip/presence");
    expect(await state(callId)).toBe("RINGING Ada:missed Grace:cancelled Zoe:rings");
  });

  it("leaves agents alone while they have work after a call, which they can end", async () => {
    await set({ wrapUpSeconds: 20 });
    const [carl, dora, ada] = [await customer("Carl"), await customer("Dora"), await agent("Ada")];
    await signIn(ada);
    const first = await call(carl);
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    const second = await call(dora);
    await ada.ask("POST", `/api/voip/calls/${first}/hang-up`);
    const wrapUpUntil = new Date(server.clock.now() + 20_000).toISOString();
    expect((await present(ada)).body).toMatchObject({ state: "wrap_up", wrapUpUntil, waiting: 1 });
    await pass(5, () => Promise.all([renew(dora, second), present(ada)]));
    expect(await state(second)).toBe("QUEUED");
    expect(await other.as(ada)("DELETE", "/api/voip/wrap-up")).toMatchObject({
      status: 200,
      body: { state: "available" },
    });
    expect(await state(second)).toBe("RINGING Ada:rings");
  });

  it("rings them when the work after a call is over by itself", async () => {
    await set({ wrapUpSeconds: 5 });
    const [carl, dora, ada] = [await customer("Carl"), await customer("Dora"), await agent("Ada")];
    await signIn(ada);
    const first = await call(carl);
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    await carl.ask("POST", `/api/voip/calls/${first}/hang-up`);
    const second = await call(dora);
    await pass(4, () => Promise.all([renew(dora, second), present(ada)]));
    expect(await state(second)).toBe("QUEUED");
    await pass(1, () => Promise.all([renew(dora, second), present(ada)]));
    expect(await state(second)).toBe("RINGING Ada:rings");
  });

  it("keeps off agents who asked to be away, also on the call before", async () => {
    const [carl, dora, ada] = [await customer("Carl"), await customer("Dora"), await agent("Ada")];
    await signIn(ada);
    const first = await call(carl);
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    expect((await present(ada, "away")).body).toMatchObject({ state: "on_call" });
    const second = await call(dora);
    await ada.ask("POST", `/api/voip/calls/${first}/hang-up`);
    await pass(2, () => Promise.all([renew(dora, second), present(ada, "away")]));
    expect(await state(second)).toBe("QUEUED");
    expect((await present(ada, "away")).body).toMatchObject({ state: "away" });
  });

  it("tells callers their place and how long it may take", async () => {
    const callers = await many(4, (index) => customer(`C${index}`));
    const ada = await agent("Ada");
    await signIn(ada);
    const first = await call(callers[0]!);
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    const { roomName } = await stored(first);
    for (const who of [ada, callers[0]!]) server.media.join(roomName, who.id, "default");
    const [second, third] = [await call(callers[1]!), await call(callers[2]!)];
    expect((await renew(callers[2]!, third)).queue).toEqual({
      position: 2,
      estimatedWaitSeconds: null,
    });
    await pass(20, () =>
      Promise.all([renew(callers[1]!, second), renew(callers[2]!, third), present(ada)]),
    );
    await ada.ask("POST", `/api/voip/calls/${first}/hang-up`);
    await expect.poll(() => state(second)).toBe("RINGING Ada:rings");
    expect((await renew(callers[1]!, second)).queue).toEqual({
      position: 1,
      estimatedWaitSeconds: 0,
    });
    expect((await renew(callers[2]!, third)).queue).toMatchObject({
      position: 1,
      estimatedWaitSeconds: 20,
    });
    expect((await callers[3]!.ask("GET", "/api/voip/queue")).body).toEqual({
      open: true,
      opensAt: null,
      hours: null,
      waiting: 2,
      estimatedWaitSeconds: 40,
    });
    await ada.ask("POST", `/api/voip/calls/${second}/accept`);
    expect((await renew(callers[1]!, second)).queue).toBeNull();
  });

  it("ends the wait with no_agent where nobody is at work, and after the longest wait", async () => {
    await set({ ringTimeoutSeconds: 10, maxWaitSeconds: 20 });
    const [carl, ada] = [await customer("Carl"), await agent("Ada")];
    const first = await call(carl);
    await pass(9, () => renew(carl, first));
    expect(await state(first)).toBe("QUEUED");
    await pass(1, () => renew(carl, first));
    expect(await state(first)).toBe("no_agent");
    // With an agent at work, if on a call, it goes on.
    await signIn(ada);
    const erin = await customer("Erin");
    const { callId, roomName } = (
      await ada.ask("POST", "/api/voip/start-call", { calleeSupabaseId: erin.id })
    ).body;
    await erin.ask("POST", `/api/voip/calls/${callId}/accept`);
    for (const who of [ada, erin]) server.media.join(roomName, who.id, "default");
    const second = await call(carl);
    const alive = () => Promise.all([renew(carl, second), present(ada)]);
    await pass(19, alive);
    expect(await state(second)).toBe("QUEUED");
    await pass(1, alive);
    expect(await state(second)).toBe("no_agent");
  });

  it("takes no call while it is closed, and says when it opens; hours that end leave who waits alone", async () => {
    const now = server.clock.now();
    const time = (at: number) => new Date(at).toISOString().slice(11, 16);
    const day = new Date(now).getUTCDay() || 7;
    const hours = (from: string, to: string) => ({
      businessHours: { timeZone: "UTC", spans: [{ day, from, to }] },
    });
    const [carl, ada] = [await customer("Carl"), await agent("Ada")];
    await signIn(ada);
    await set(hours("00:00", time(now)));
    const refused = await carl.ask("POST", "/api/voip/start-call", {});
    expect(refused).toMatchObject({ status: 409, body: { code: "closed" } });
    expect(await state(refused.body.callId)).toBe("closed");
    expect((await carl.ask("GET", "/api/voip/history")).body[0]).toMatchObject({
      id: refused.body.callId,
      status: "MISSED",
      endReason: "closed",
    });
    expect((await carl.ask("GET", "/api/voip/queue")).body).toMatchObject({
      open: false,
      opensAt: expect.stringMatching(/T00:00:00\.000Z$/u),
      hours: { timeZone: "UTC" },
    });
    // By name an agent can be called at any hour.
    const direct = (await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }))
      .body;
    expect(direct.call.status).toBe("RINGING");
    await carl.ask("POST", `/api/voip/calls/${direct.callId}/cancel`);
    await present(ada, "away");
    await set(hours("00:00", time(now + 60_000)));
    const waiting = await call(carl);
    await set(hours("00:00", time(now)));
    await present(ada);
    expect(await state(waiting)).toBe("RINGING Ada:rings");
  });
});
