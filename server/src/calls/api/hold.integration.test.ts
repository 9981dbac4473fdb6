import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../../testing/new-tenant.ts";
import {
  startTestServer,
  type TestClient,
  type TestReply,
  type TestServer,
} from "../../testing/server-for-tests.ts";

describe("several calls of one person, on two servers behind one database", () => {
  let server: TestServer;
  let other: TestServer;
  let carl: TestClient;
  let dora: TestClient;
  let ada: TestClient;
  let grace: TestClient;

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
      void ({ carl, dora, ada, grace } = await newTenant(server, {
        wrapUpSeconds: 30,
        holdSound: "silence",
      })),
  );

  const call = async (from: TestClient, to: TestClient): Promise<string> =>
    (await from.ask("POST", "/api/voip/start-call", { calleeSupabaseId: to.id })).body.callId;
  const sendCommand = (ask: TestClient["ask"], callId: string, command: string) =>
    ask("POST", `/api/voip/calls/${callId}/${command}`);
  const answered = async (from: TestClient, to: TestClient): Promise<string> => {
    const callId = await call(from, to);
    expect((await sendCommand(to.ask, callId, "accept")).status).toBe(200);
    return callId;
  };
  const live = async (
    person: TestClient,
  ): Promise<{ id: string; status: string; held: boolean; heldByPeer: string | null }[]> =>
    (await person.ask("GET", "/api/voip/calls/live")).body.calls;
  const heldOf = async (person: TestClient): Promise<Record<string, boolean>> =>
    Object.fromEntries((await live(person)).map(({ id, held }) => [id, held]));
  const tally = (replies: readonly TestReply[]) =>
    replies.map(({ status, body }) => `${status} ${body.code ?? ""}`.trim()).toSorted();
  const connected = (person: TestClient) =>
    server.db.database.callLeg.count({
      where: { userId: person.id, joinedAt: { not: null }, leftAt: null, holdSince: null },
    });
  const workOf = ({ id }: TestClient) =>
    server.db.database.agentWork.findFirst({ where: { supabaseUserId: id } });

  it("answering a second call holds the first, and resume swaps them", async () => {
    const first = await answered(carl, ada);
    const second = await call(dora, ada);
    expect((await sendCommand(ada.ask, second, "accept")).body.call).toMatchObject({
      status: "IN_PROGRESS",
      held: false,
    });
    expect(await heldOf(ada)).toEqual({ [first]: true, [second]: false });
    expect(await live(carl)).toMatchObject([{ held: false, heldByPeer: "silence" }]);
    expect((await sendCommand(other.as(ada), first, "resume")).body.call.held).toBe(false);
    expect(await heldOf(ada)).toEqual({ [first]: false, [second]: true });
    expect([(await live(carl))[0]?.heldByPeer, (await live(dora))[0]?.heldByPeer]).toEqual([
      null,
      "silence",
    ]);
    await sendCommand(dora.ask, second, "hang-up");
    expect(await heldOf(ada)).toEqual({ [first]: false });
  });

  it("hold is told to both, repeated without effect, and an agent's on the call alone", async () => {
    const callId = await answered(carl, ada);
    const { version } = (await sendCommand(ada.ask, callId, "hold")).body.call;
    expect((await sendCommand(other.as(ada), callId, "hold")).body.call).toMatchObject({
      held: true,
      version,
    });
    expect(
      tally([
        await sendCommand(carl.ask, callId, "hold"),
        await sendCommand(grace.ask, callId, "hold"),
      ]),
    ).toEqual(["403 forbidden", "404 call_not_found"]);
    expect((await sendCommand(ada.ask, callId, "resume")).body.call).toMatchObject({ held: false });
    await sendCommand(carl.ask, callId, "hang-up");
    expect(
      tally([
        await sendCommand(ada.ask, callId, "hold"),
        await sendCommand(ada.ask, callId, "resume"),
      ]),
    ).toEqual(["409 call_ended", "409 call_ended"]);
  });

  it("two answers of one agent at once leave one call un-held, whichever servers they reach", async () => {
    for (let round = 0; round < 5; round += 1) {
      server.clock.advance(1_000);
      const ids = [await call(carl, ada), await call(dora, ada)];
      const replies = await Promise.all(
        ids.map((id, index) => sendCommand(index ? other.as(ada) : ada.ask, id, "accept")),
      );
      expect(tally(replies)).toEqual(["200", "200"]);
      expect(Object.values(await heldOf(ada)).toSorted()).toEqual([false, true]);
      expect(await connected(ada)).toBe(1);
      for (const id of ids) await sendCommand(ada.ask, id, "hang-up");
    }
  });

  it("an answer and a resume at once leave one call un-held", async () => {
    const first = await answered(carl, ada);
    await sendCommand(ada.ask, first, "hold");
    for (let round = 0; round < 5; round += 1) {
      server.clock.advance(1_000);
      const second = await call(dora, ada);
      const replies = await Promise.all([
        sendCommand(ada.ask, first, "resume"),
        sendCommand(other.as(ada), second, "accept"),
      ]);
      expect(tally(replies)).toEqual(["200", "200"]);
      expect(Object.values(await heldOf(ada)).toSorted()).toEqual([false, true]);
      expect(await connected(ada)).toBe(1);
      await sendCommand(ada.ask, second, "hang-up");
      await sendCommand(ada.ask, first, "hold");
    }
  });

  it("an answer that holds another call keeps nobody from ending either while it waits for its turn", async () => {
    const [first, second] = [await answered(carl, ada), await call(dora, ada)];
    // As a cancel does: the call first, then whom its events are for.
    const canceller = new Client({ connectionString: server.db.server.superuserUrl });
    await canceller.connect();
    await canceller.query("BEGIN");
    await canceller.query(`SELECT 1 FROM "CallLog" WHERE "id" = $1 FOR UPDATE`, [second]);
    const answer = sendCommand(ada.ask, second, "accept");
    const waiting = async () =>
      (
        await canceller.query(
          `SELECT 1 FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        )
      ).rowCount;
    await expect.poll(waiting, { timeout: 5_000 }).toBe(1);
    const { rows } = await canceller.query(
      `SELECT pg_try_advisory_xact_lock(hashtextextended('call_events:' || $1, 0)) AS "free"`,
      [ada.id],
    );
    expect(rows).toEqual([{ free: true }]);
    await canceller.query("COMMIT");
    await canceller.end();
    expect((await answer).status).toBe(200);
    expect(await heldOf(ada)).toEqual({ [first]: true, [second]: false });
  });

  it("nobody resumes a call while they place another", async () => {
    const first = await answered(carl, ada);
    await sendCommand(ada.ask, first, "hold");
    const placing = await call(ada, grace);
    expect(await sendCommand(ada.ask, first, "resume")).toMatchObject({
      status: 409,
      body: { code: "on_another_call", callId: placing },
    });
    await sendCommand(grace.ask, placing, "accept");
    expect((await sendCommand(ada.ask, first, "resume")).status).toBe(200);
    expect(await heldOf(ada)).toEqual({ [first]: false, [placing]: true });
  });

  it("a call to a customer who is on a call is refused, with the customer's name", async () => {
    await answered(carl, grace);
    const { body } = await ada.ask("POST", "/api/voip/start-call", { calleeSupabaseId: carl.id });
    expect(body).toMatchObject({ code: "busy", answeredBy: expect.stringMatching(/^Carl/u) });
  });

  it("a customer who answers one of two agents ends the other's ring at once, as busy", async () => {
    const [fromAda, fromGrace] = [await call(ada, carl), await call(grace, carl)];
    expect((await sendCommand(carl.ask, fromAda, "accept")).status).toBe(200);
    expect((await grace.ask("GET", "/api/voip/calls/live?since=0")).body.calls).toMatchObject([
      { id: fromGrace, status: "MISSED", endReason: "busy" },
    ]);
    expect(
      await server.db.database.callOffer.findFirst({ where: { callId: fromGrace } }),
    ).toMatchObject({ outcome: "cancelled" });
  });

  it("a ring for a customer whose own call is answered meanwhile ends with the next sweep, as busy", async () => {
    const fromAda = await call(ada, carl);
    await answered(carl, grace);
    await server.app.sweeper.sweep();
    expect((await ada.ask("GET", "/api/voip/calls/live?since=0")).body.calls).toMatchObject([
      { id: fromAda, status: "MISSED", endReason: "busy" },
    ]);
  });

  it("a customer who answers both at once is on one call, and the other has ended", async () => {
    const ids = [await call(ada, carl), await call(grace, carl)];
    const replies = await Promise.all(
      ids.map((id, index) => sendCommand(index ? other.as(carl) : carl.ask, id, "accept")),
    );
    expect(tally(replies)).toEqual(["200", "409 call_ended"]);
    expect([(await live(carl)).length, await connected(carl)]).toEqual([1, 1]);
  });

  it("the end of a call leaves each of its agents with work after it, written with the end", async () => {
    const callId = await answered(grace, ada);
    server.clock.advance(60_000);
    await sendCommand(ada.ask, callId, "hang-up");
    const now = new Date(server.clock.now());
    for (const agent of [ada, grace])
      expect(await workOf(agent)).toMatchObject({ wrapUpUntil: new Date(now.getTime() + 30_000) });
    const unanswered = await call(carl, ada);
    server.clock.advance(1_000);
    await sendCommand(carl.ask, unanswered, "cancel");
    expect(await workOf(ada)).toMatchObject({ wrapUpUntil: new Date(now.getTime() + 30_000) });
  });
});
