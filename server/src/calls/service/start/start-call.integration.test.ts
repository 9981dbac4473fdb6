import { decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../../../testing/new-tenant.ts";
import {
  startTestServer,
  testSettings,
  type TestClient,
  type TestServer,
} from "../../../testing/server-for-tests.ts";

describe("starting a call", () => {
  let server: TestServer;
  let tenantId: string;
  let carl: TestClient;
  let dora: TestClient;
  let ada: TestClient;
  let grace: TestClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    server.media.available = true;
    ({ tenantId, carl, dora, ada, grace } = await newTenant(server));
  });

  const start = (person: TestClient, calleeId?: string | null, more: object = {}) =>
    person.ask("POST", "/api/voip/start-call", {
      ...(calleeId === undefined ? {} : { calleeSupabaseId: calleeId }),
      ...more,
    });
  const refusal = async (person: TestClient, calleeId?: string | null) => {
    const { status, body } = await start(person, calleeId);
    return `${status} ${body.code}`;
  };

  it("answers with the shape that callers know, and an invitation that enters no room", async () => {
    const { body } = await start(carl, ada.id);
    expect(Object.keys(body).toSorted()).toEqual(
      [
        "call",
        "callId",
        "calleeToken",
        "callerToken",
        "mediaUrl",
        "roomName",
        "serverTime",
      ].toSorted(),
    );
    expect(body.roomName).toBe(
      `call-${carl.id.slice(-6)}-${ada.id.slice(-6)}-${server.clock.now()}`,
    );
    expect(body.callerToken).toContain(`${body.roomName} ${carl.id}:default`);
    const invitation = await jwtVerify(
      body.calleeToken,
      new TextEncoder().encode(testSettings.INVITATION_SECRET),
      { audience: "synapse-voice/invitation", currentDate: new Date(server.clock.now()) },
    );
    expect(invitation.payload).toMatchObject({ sub: ada.id, callId: body.callId });
    expect(decodeJwt(body.calleeToken)).not.toHaveProperty("video");
    expect((await start(dora)).body.calleeToken).toBeNull();
  });

  it("finds whom to call among agents and customers, and nobody elsewhere", async () => {
    const globex = (
      await server.db.database.tenant.create({ data: { name: "Globex", createdAt: new Date() } })
    ).id;
    const gus = await server.person({ tenantId: globex, firstName: "Gus", role: "AGENT" });
    expect((await start(ada, carl.id)).body.call.callee).toMatchObject({
      type: "PORTAL_CUSTOMER",
      name: "Carl Test",
    });
    expect((await start(carl, grace.id)).body.call.callee).toMatchObject({
      type: "CRM_USER",
      name: "Grace",
    });
    const [unknown, foreign] = [
      await start(grace, "00000000-0000-4000-8000-000000000000"),
      await start(grace, gus.id),
    ];
    expect({ ...foreign.body, requestId: "" }).toEqual({ ...unknown.body, requestId: "" });
    expect(unknown).toMatchObject({ status: 404, body: { code: "callee_not_found" } });
  });

  it("refuses oneself, another customer, and nonsense", async () => {
    expect(await refusal(carl, carl.id)).toBe("400 self_call");
    expect(await refusal(carl, dora.id)).toBe("403 call_not_allowed");
    expect(await refusal(carl, "nonsense")).toBe("400 invalid_request");
    expect((await carl.ask("POST", "/api/voip/start-call", { other: 1 })).body.code).toBe(
      "invalid_request",
    );
  });

  it("takes an id in capitals for the same person", async () => {
    expect((await start(carl, ada.id.toUpperCase())).body.call.callee.supabaseUserId).toBe(ada.id);
  });

  it("to somebody who is just calling offers their call", async () => {
    const { callId } = (await start(carl, ada.id)).body;
    expect(await start(ada, carl.id)).toMatchObject({
      status: 409,
      body: { code: "incoming_from_callee", callId },
    });
    await grace.ask("PUT", "/api/voip/presence", {});
    const queued = (await start(dora)).body;
    expect(await start(grace, dora.id)).toMatchObject({
      status: 409,
      body: { code: "incoming_from_callee", callId: queued.callId },
    });
  });

  it("to anybody offers the call of an agent who is just ringing", async () => {
    const { callId } = (await start(ada, carl.id)).body;
    expect(await start(carl)).toMatchObject({
      status: 409,
      body: { code: "incoming_from_callee", callId },
    });
  });

  it("takes each person's own keys, and text of any kind", async () => {
    const key = { "Idempotency-Key": "click" };
    const [hers, theirs] = [
      await dora.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }, key),
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }, key),
    ];
    expect([hers.status, theirs.status, hers.body.callId === theirs.body.callId]).toEqual([
      201,
      201,
      false,
    ]);
    const nameless = await server.person({ tenantId, firstName: "", lastName: "", role: null });
    expect(await start(nameless, ada.id, { callerName: "half \ud800" })).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
    expect(
      (await start(nameless, ada.id, { callerName: "\\ud800 \u{1F600}" })).body.call.caller.name,
    ).toBe("\\ud800 \u{1F600}");
  });

  it("is one at a time, and not while on a call", async () => {
    const { callId } = (await start(carl, ada.id)).body;
    expect(await start(carl, grace.id)).toMatchObject({
      status: 409,
      body: { code: "already_calling", callId },
    });
    await ada.ask("POST", `/api/voip/calls/${callId}/accept`);
    expect(await start(ada, grace.id)).toMatchObject({
      status: 409,
      body: { code: "on_another_call", callId },
    });
    expect(await refusal(grace, carl.id)).toBe("409 busy");
    expect((await start(grace, ada.id)).body.call.status).toBe("RINGING"); // call waiting
  });

  it("to nobody in particular says so where there is nobody", async () => {
    const empty = (
      await server.db.database.tenant.create({ data: { name: "Empty", createdAt: new Date() } })
    ).id;
    const lonely = await server.person({ tenantId: empty, firstName: "Lonely", role: null });
    const { status, body } = await start(lonely);
    expect([status, body.code]).toEqual([409, "no_agent"]);
    expect((await lonely.ask("GET", "/api/voip/history")).body).toMatchObject([
      { id: body.callId, status: "MISSED", endReason: "no_agent", toUserId: null, duration: 0 },
    ]);
  });

  it("without media fails honestly: a FAILED call, and nobody rings", async () => {
    server.media.available = false;
    const { status, body } = await start(carl, ada.id);
    expect([status, body.code]).toEqual([503, "media_unavailable"]);
    expect((await carl.ask("GET", "/api/voip/history")).body).toMatchObject([
      { id: body.callId, status: "FAILED", endReason: "media_unavailable" },
    ]);
    expect((await ada.ask("GET", "/api/voip/calls/live?since=0")).body).toMatchObject({
      calls: [],
      cursor: "0",
    });
    server.media.available = true;
    expect((await start(carl, ada.id)).status).toBe(201);
  });

  it("rings for its time, and waits for its caller, from when it is there: a slow media server takes nothing of that", async () => {
    const { createRoom } = server.media;
    server.media.createRoom = async (name, callId) => {
      await createRoom(name, callId);
      server.clock.advance(5_000);
    };
    try {
      const { callId } = (await start(carl, ada.id)).body;
      const { deadlineAt, legs } = await server.db.database.callLog.findUniqueOrThrow({
        where: { id: callId },
        include: { legs: { where: { role: "caller" } } },
      });
      expect([
        deadlineAt!.getTime() - server.clock.now(),
        legs[0]!.leaseUntil!.getTime() - server.clock.now(),
      ]).toEqual([30_000, 10_000]);
    } finally {
      server.media.createRoom = createRoom;
    }
  });

  it("is refused where the tenant has as many calls as it may have, and only there", async () => {
    const small = await startTestServer(server, { maxCalls: 2 });
    try {
      const over = { status: 429, body: { code: "too_many_calls" } };
      const calls = [await start(carl, ada.id), await start(dora, ada.id)];
      const rooms = server.media.rooms.size;
      expect(
        await small.as(grace)("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }),
      ).toMatchObject(over);
      expect(server.media.rooms.size).toBe(rooms);
      const globex = (
        await server.db.database.tenant.create({ data: { name: "Globex", createdAt: new Date() } })
      ).id;
      const [gus, gina] = [
        await server.person({ tenantId: globex, firstName: "Gus", role: "AGENT" }),
        await server.person({ tenantId: globex, firstName: "Gina", role: null }),
      ];
      expect(
        (await small.as(gina)("POST", "/api/voip/start-call", { calleeSupabaseId: gus.id })).status,
      ).toBe(201);
      await carl.ask("POST", `/api/voip/calls/${calls[0]!.body.callId}/cancel`);
      expect(
        (await small.as(grace)("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }))
          .status,
      ).toBe(201);
    } finally {
      await small.close();
    }
  });

  it("is counted, however it went", async () => {
    const counted = async () =>
      (await server.app.metrics.registry.getSingleMetricAsString("synapse_call_changes_total"))
        .split("\n")
        .filter((line) => line.includes('command="start"'))
        .map((line) => line.replace(/.*status="(\w+)".* (\d+)$/u, "$1 $2"));
    const before = await counted();
    const plusOne = (status: string) =>
      `${status} ${Number(before.find((line) => line.startsWith(status))?.split(" ")[1] ?? 0) + 1}`;
    await start(carl, ada.id);
    server.media.available = false;
    await start(dora, ada.id);
    expect(await counted()).toEqual(
      expect.arrayContaining([plusOne("RINGING"), plusOne("FAILED")]),
    );
  });

  it("uses a given name only where the record holds none, and marks it", async () => {
    expect(
      (await start(carl, ada.id, { callerName: "The President" })).body.call.caller,
    ).toMatchObject({ name: "Carl Test", verified: true });
    const nameless = await server.person({ tenantId, firstName: "", lastName: "", role: null });
    expect(
      (await start(nameless, ada.id, { callerName: ` ${"é".repeat(100)}` })).body.call.caller,
    ).toMatchObject({ name: "é".repeat(80), verified: false });
  });

  it("gives media tokens to the two on the call, on their devices, while it lives", async () => {
    const { callId } = (await start(carl, ada.id)).body;
    const token = async (person: TestClient, device = "default") => {
      const { status, body } = await person.ask(
        "POST",
        `/api/voip/calls/${callId}/media-token`,
        undefined,
        { "Synapse-Device": device },
      );
      return body.code ?? status;
    };
    expect([
      await token(carl),
      await token(carl, "other"),
      await token(ada),
      await token(grace),
    ]).toEqual([200, "answered_elsewhere", "call_not_answered", "call_not_found"]);
    await ada.ask("POST", `/api/voip/calls/${callId}/accept`, undefined, {
      "Synapse-Device": "desk",
    });
    expect([await token(ada, "desk"), await token(ada, "laptop")]).toEqual([
      200,
      "answered_elsewhere",
    ]);
    await ada.ask("POST", `/api/voip/calls/${callId}/hang-up`);
    expect([await token(carl), await token(ada, "desk")]).toEqual(["call_ended", "call_ended"]);
  });
});
