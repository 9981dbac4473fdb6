import { liveStatuses } from "@synapse-voice/contract";
import { describe, expect, it } from "vitest";
import type { TestServer } from "../testing/server-for-tests.ts";
import { useTwoServers, type QueueAgent } from "../testing/two-servers.ts";

describe("the queue, on two servers behind one database", { timeout: 120_000 }, () => {
  const queue = useTwoServers();
  const { pass, set, customer, agent, many, present, signIn, call, renew, stored, state } = queue;

  it("gives each agent one call, longest waiting to longest idle, though both servers assign at once", async () => {
    const callers = await many(10, (index) => customer(`C${index}`));
    const agents = await many(10, (index) => agent(`A${index}`));
    const ids: string[] = [];
    for (const [index, who] of callers.entries())
      ids.push(await call(who, index % 2 ? queue.server : queue.other));
    // The agents appear at the same time. The store is used directly, so no round starts yet.
    for (const [index, { id }] of agents.entries()) {
      const now = queue.server.clock.now();
      await queue.server.deps.agentStore.renew(queue.tenantId, {
        userId: id,
        deviceId: "desk",
        wantedState: "available",
        feed: "realtime",
        leaseUntil: now + 25_000 + index,
        lastSeenAt: now + index,
      });
    }
    await Promise.all(
      [queue.server, queue.other, queue.server, queue.other].map(({ app }) =>
        app.engine.router.offerWaitingCalls(queue.tenantId),
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
      callers.map((who, index) => call(who, index % 2 ? queue.server : queue.other)),
    );
    const day = { isOver: false };
    const watch = async () => {
      const doubles: unknown[] = [];
      while (!day.isOver) {
        doubles.push(
          ...(await queue.server.db.database.callOffer.groupBy({
            by: ["personId"],
            where: { tenantId: queue.tenantId, outcome: null },
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
    /** Acts as one agent: is available, goes away, signs off, and answers and ends calls. */
    const work = async (who: QueueAgent, index: number) => {
      for (let step = index; !day.isOver; step += 1) {
        queue.server.clock.advance(1);
        const at = step % 2 ? queue.server : queue.other;
        const { body } = await present(who, "available", at);
        const ringing = body.calls.find(({ status }: { status: string }) => status === "RINGING");
        if (ringing && step % 3 === 0) await present(who, "away", at);
        else if (ringing && step % 5 === 0) await at.as(who)("DELETE", "/api/voip/presence");
        else if (ringing) {
          const { status } = await at.as(who)("POST", `/api/voip/calls/${ringing.id}/accept`);
          if (status === 200) await at.as(who)("POST", `/api/voip/calls/${ringing.id}/hang-up`);
        }
        day.isOver ||=
          (await queue.server.db.database.callLog.count({
            where: {
              tenantId: queue.tenantId,
              status: { in: [...liveStatuses] },
            },
          })) === 0;
      }
    };
    const [doubles] = await Promise.all([
      watch(),
      sweep(queue.server),
      sweep(queue.other),
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
    // The first turns follow the order in which the calls were placed.
    const inOrder = calls
      .toSorted((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1))
      .map(({ offers }) => offers[0]!.offeredAt.getTime());
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
  });

  it("gives whoever becomes free the longest waiting call, in the very reply that makes them so", async () => {
    const [carl, dora] = [await customer("Carl"), await customer("Dora")];
    const ada = await agent("Ada");
    const [first, second] = [await call(carl), await call(dora, queue.other)];
    expect((await present(ada, "available", queue.other)).body).toMatchObject({
      waiting: 2,
      calls: [{ id: first, status: "RINGING", offer: { outcome: null } }],
    });
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    expect(await state(second)).toBe("QUEUED");
    await queue.other.as(ada)("POST", `/api/voip/calls/${first}/hang-up`);
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
    expect(await state(callId)).toBe("RINGING Ada:cancelled Grace:rings");
    await queue.other.as(grace)("DELETE", "/api/voip/presence");
    expect(await state(callId)).toBe("RINGING Ada:cancelled Grace:cancelled Zoe:rings");
  });

  it("keeps the turn of an agent whose page loads again, and takes it when the page stays away", async () => {
    const [carl, ada, grace] = [await customer("Carl"), await agent("Ada"), await agent("Grace")];
    await signIn(ada);
    await pass(1);
    await signIn(grace);
    const callId = await call(carl);
    const leave = () => queue.other.as(ada)("DELETE", "/api/voip/presence?page=left");
    expect(await leave()).toMatchObject({ status: 200 });
    expect(await state(callId)).toBe("RINGING Ada:rings");
    // The first report of the page that loads: it hears of no calls yet.
    await ada.ask("PUT", "/api/voip/presence", { state: "available", feed: "down" });
    await present(ada);
    const alive = () => Promise.all([renew(carl, callId), present(grace)]);
    await pass(6, alive);
    expect(await state(callId)).toBe("RINGING Ada:rings");
    await leave();
    await pass(4, alive);
    expect(await state(callId)).toBe("RINGING Ada:rings");
    await pass(1, alive);
    expect(await state(callId)).toBe("RINGING Ada:cancelled Grace:rings");
  });

  it("leaves agents alone while they have work after a call, which they can end", async () => {
    await set({ wrapUpSeconds: 20 });
    const [carl, dora, ada] = [await customer("Carl"), await customer("Dora"), await agent("Ada")];
    await signIn(ada);
    const first = await call(carl);
    await ada.ask("POST", `/api/voip/calls/${first}/accept`);
    const second = await call(dora);
    await ada.ask("POST", `/api/voip/calls/${first}/hang-up`);
    const wrapUpUntil = new Date(queue.server.clock.now() + 20_000).toISOString();
    expect((await present(ada)).body).toMatchObject({ state: "wrap_up", wrapUpUntil, waiting: 1 });
    await pass(5, () => Promise.all([renew(dora, second), present(ada)]));
    expect(await state(second)).toBe("QUEUED");
    expect(await queue.other.as(ada)("DELETE", "/api/voip/wrap-up")).toMatchObject({
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
});
