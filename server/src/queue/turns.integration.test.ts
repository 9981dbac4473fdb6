import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

describe("turns of the queue, as time and people end them", () => {
  let server: TestServer;
  let tenantId: string;
  let carl: TestClient;
  let ada: TestClient;
  let grace: TestClient;
  let dora: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    await pass(11); // The server has run for as long as a lease.
    tenantId = (
      await server.db.database.tenant.create({ data: { name: "Acme", createdAt: new Date() } })
    ).id;
    carl = await server.person({ tenantId, firstName: "Carl", role: null });
    dora = await server.person({ tenantId, firstName: "Dora", role: null });
    ada = await server.person({ tenantId, firstName: "Ada", role: "AGENT" });
    grace = await server.person({ tenantId, firstName: "Grace", role: "AGENT" });
    // Ada is idle for the longest time.
    for (const agent of [ada, grace]) {
      server.clock.advance(1);
      await present(agent);
    }
  });

  /** Lets time pass, with a sweep each second. */
  const pass = async (seconds: number, each: () => Promise<unknown> = async () => undefined) => {
    for (let second = 0; second < seconds; second += 1) {
      server.clock.advance(1_000);
      await each();
      await server.app.sweeper.sweep();
    }
  };
  const present = (agent: TestClient, state = "available") =>
    agent.ask("PUT", "/api/voip/presence", { state, feed: "realtime" });
  const queue = async (): Promise<string> =>
    (await carl.ask("POST", "/api/voip/start-call", {})).body.callId;
  const alive = (callId: string) => () =>
    Promise.all([
      carl.ask("POST", `/api/voip/calls/${callId}/lease`),
      present(ada),
      present(grace),
    ]);
  const names = () =>
    new Map([
      [ada.id, "Ada"],
      [grace.id, "Grace"],
      [carl.id, "Carl"],
    ]);
  const offers = async (callId: string): Promise<string[]> =>
    (
      await server.db.database.callOffer.findMany({
        where: { callId },
        orderBy: { offeredAt: "asc" },
      })
    ).map(({ personId, outcome }) => `${names().get(personId)} ${outcome ?? "rings"}`);
  const statusOf = async (callId: string) => {
    const { status, endReason } = await server.db.database.callLog.findUniqueOrThrow({
      where: { id: callId },
    });
    return `${status} ${endReason ?? ""}`.trim();
  };
  const remove = ({ id }: TestClient) =>
    server.db.database.user.updateMany({
      where: { supabaseUserId: id },
      data: { deactivatedAt: new Date(server.clock.now()) },
    });

  it("begin with the call itself: its reply says that it rings", async () => {
    const { body } = await carl.ask("POST", "/api/voip/start-call", {});
    expect(body.call.status).toBe("RINGING");
    expect(await offers(body.callId)).toEqual(["Ada rings"]);
  });

  it("go to the next agent after their time, and at once on a decline", async () => {
    const callId = await queue();
    await pass(14, alive(callId));
    expect(await offers(callId)).toEqual(["Ada rings"]);
    await pass(1, alive(callId));
    expect(await offers(callId)).toEqual(["Ada missed", "Grace rings"]);
    await grace.ask("POST", `/api/voip/calls/${callId}/decline`);
    expect(await statusOf(callId)).toBe("QUEUED");
    expect(await offers(callId)).toEqual(["Ada missed", "Grace declined"]);
  });

  it("come at once to an agent who closed the last page before the ring and is back", async () => {
    await grace.ask("DELETE", "/api/voip/presence");
    await pass(5);
    const callId = await queue();
    expect(await offers(callId)).toEqual(["Ada rings"]);
    await pass(25, () => carl.ask("POST", `/api/voip/calls/${callId}/lease`));
    expect(await statusOf(callId)).toBe("QUEUED");
    expect(new Set(await offers(callId))).toEqual(new Set(["Ada cancelled"]));
    await present(ada);
    await expect.poll(() => statusOf(callId)).toBe("RINGING");
    expect((await offers(callId)).at(-1)).toBe("Ada rings");
  });

  it("go on without a sweep when the agent declines, goes away, or takes or places another call", async () => {
    const ways: readonly (() => Promise<unknown>)[] = [
      async () => ada.ask("POST", `/api/voip/calls/${callId}/decline`),
      () => present(ada, "away"),
      () => ada.ask("POST", "/api/voip/start-call", { calleeSupabaseId: dora.id }),
      async () => {
        const started = await dora.ask("POST", "/api/voip/start-call", {
          calleeSupabaseId: ada.id,
        });
        return ada.ask("POST", `/api/voip/calls/${started.body.callId}/accept`);
      },
    ];
    const free = async () => {
      for (const { id } of (await ada.ask("GET", "/api/voip/calls/live")).body.calls)
        await ada.ask("POST", `/api/voip/calls/${id}/hang-up`);
    };
    let callId = "";
    for (const [index, way] of ways.entries()) {
      server.clock.advance(1_000);
      callId = await queue();
      expect(await offers(callId)).toEqual(["Ada rings"]);
      await way();
      await expect
        .poll(() => offers(callId))
        .toEqual([`Ada ${index === 0 ? "declined" : "cancelled"}`, "Grace rings"]);
      await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
      await free();
      // Ada is idle for the longest time again.
      await present(ada);
      await server.db.database.agentWork.updateMany({
        where: { supabaseUserId: ada.id },
        data: { idleSince: new Date(0) },
      });
    }
  });

  it.each(["realtime", "down"])(
    "go on without a sweep when an admin takes the agent (feed: %s) out of the queue",
    async (feed) => {
      const admin = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });
      const changeAda = (change: object) =>
        admin.ask("PATCH", `/api/tenant/users/${ada.id}`, change);
      for (const change of [{ takesQueueCalls: false }, { role: "ADMIN" }]) {
        const callId = await queue();
        expect(await offers(callId)).toEqual(["Ada rings"]);
        await ada.ask("PUT", "/api/voip/presence", { state: "available", feed });
        await changeAda(change);
        await expect.poll(() => offers(callId)).toEqual(["Ada cancelled", "Grace rings"]);
        await carl.ask("POST", `/api/voip/calls/${callId}/cancel`);
        await changeAda({ takesQueueCalls: null, role: "AGENT" });
        await present(ada);
        await server.db.database.agentWork.updateMany({
          where: { supabaseUserId: ada.id },
          data: { idleSince: new Date(0) },
        });
        server.clock.advance(1_000);
      }
    },
  );

  it("end with the wait, which has nobody's fault in it", async () => {
    await server.db.database.tenant.update({
      where: { id: tenantId },
      data: { settings: { maxWaitSeconds: 20, offerTimeoutSeconds: 15 } },
    });
    const callId = await queue();
    await pass(29, alive(callId));
    expect(await offers(callId)).toEqual(["Ada missed", "Grace rings"]);
    await pass(1, alive(callId));
    expect([await statusOf(callId), await offers(callId)]).toEqual([
      "MISSED no_agent",
      ["Ada missed", "Grace missed"],
    ]);
  });

  it("are taken from whoever was removed, though the server crashed between removal and calls", async () => {
    const callId = await queue();
    await remove(ada);
    await pass(1, alive(callId));
    expect(await offers(callId)).toEqual(["Ada cancelled", "Grace rings"]);
  });

  it("leave no call of a removed person going: not one that was just being placed, nor one they are on", async () => {
    const placed = (await ada.ask("POST", "/api/voip/start-call", { calleeSupabaseId: carl.id }))
      .body.callId;
    await remove(ada);
    await pass(1);
    expect(await statusOf(placed)).toBe("CANCELLED person_removed");
    const talked = (await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: grace.id }))
      .body.callId;
    await grace.ask("POST", `/api/voip/calls/${talked}/accept`);
    await remove(grace);
    await pass(1);
    expect(await statusOf(talked)).toBe("COMPLETED person_removed");
  });
});
