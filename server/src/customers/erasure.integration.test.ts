import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTenant } from "@synapse-voice/prisma/testing";
import {
  startTestServer,
  tokenFor,
  type TestClient,
  type TestServer,
} from "../testing/server-for-tests.ts";

const desk = { "Synapse-Device": "desk" };

describe("an erased customer", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  async function tenant() {
    const tenantId = await addTenant(server.db.database);
    const person = (firstName: string, role: "ADMIN" | "AGENT" | null, lastName = "Test") =>
      server.person({ tenantId, firstName, lastName, email: `${firstName}@trace.test`, role });
    const alex = await person("Alex", "ADMIN");
    const ada = await person("Ada", "AGENT");
    const carl = await person("Carl", null, "Quillfeather");
    const dora = await person("Dora", null, "Otherwise");
    await ada.ask("PUT", "/api/voip/presence", { feed: "realtime" }, desk);
    return { tenantId, alex, ada, carl, dora };
  }

  const start = async (by: TestClient, calleeSupabaseId: string | null) =>
    (
      await by.ask(
        "POST",
        "/api/voip/start-call",
        { calleeSupabaseId },
        { ...desk, "Idempotency-Key": crypto.randomUUID() },
      )
    ).body;
  const command = (by: TestClient, callId: string, verb: string) =>
    by.ask("POST", `/api/voip/calls/${callId}/${verb}`, undefined, desk);

  /** All rows that tell of a tenant's people and calls. */
  async function everything(tenantId: string): Promise<string> {
    const { database } = server.db;
    const where = { tenantId };
    const calls = await database.callLog.findMany({ where });
    const events = await database.callEvent.findMany({
      where: { callId: { in: calls.map(({ id }) => id) } },
    });
    return JSON.stringify([
      calls,
      await database.person.findMany({ where }),
      await database.portalCustomer.findMany({ where }),
      await database.callLeg.findMany({ where }),
      await database.callOffer.findMany({ where }),
      await database.callback.findMany({ where }),
      await database.callNotes.findMany({ where }),
      await database.recording.findMany({ where }),
      await database.recordingConsent.findMany({ where }),
      await database.recordingPause.findMany({ where }),
      await database.idempotencyKey.findMany({ where }),
      events.map(({ payload }) => payload),
    ]);
  }

  it("is nobody in the history of calls, which stays", async () => {
    const { tenantId, alex, ada, carl, dora } = await tenant();
    const missed = await start(ada, carl.id);
    await command(carl, missed.callId, "decline");
    const others = await start(dora, null);
    await command(ada, others.callId, "accept");
    await command(ada, others.callId, "hang-up");
    const talk = await start(carl, null);
    await command(ada, talk.callId, "accept");
    await carl.ask("POST", "/api/voip/callbacks", { topic: "my secret illness" });
    const noted = { notes: "Quillfeather's secret illness", version: 0 };
    for (const { callId } of [missed, talk])
      await ada.ask("PATCH", `/api/voip/calls/${callId}/notes`, noted);
    const kept = { notes: "About a bill", version: 0 };
    await ada.ask("PATCH", `/api/voip/calls/${others.callId}/notes`, kept);
    for (const [who, phone] of [
      [carl, "+49 30 1122334"],
      [dora, "+49 30 5566778"],
    ] as const)
      await alex.ask("PATCH", `/api/tenant/customers/${who.id}`, { phone });
    await server.app.sweeper.sweep();
    const before = await everything(tenantId);
    for (const trace of ["Quillfeather", "+49301122334"]) expect(before).toContain(trace);

    expect((await alex.ask("POST", `/api/tenant/customers/${carl.id}/erase`)).status).toBe(200);
    const history = (await ada.ask("GET", "/api/voip/history")).body;
    expect(history).toMatchObject([
      { id: talk.callId, fromName: "Erased customer", endReason: "person_removed" },
      { id: others.callId, fromName: "Dora Otherwise" },
      { id: missed.callId, toName: "Erased customer", endReason: "declined" },
    ]);
    const left = await everything(tenantId);
    const inRooms = `-${carl.id.replaceAll("-", "").slice(-6)}-`;
    for (const trace of [
      carl.id,
      inRooms,
      "Quillfeather",
      "Carl@trace.test",
      "+49301122334",
      "secret illness",
    ])
      expect(left).not.toContain(trace);
    for (const other of ["Dora Otherwise", "About a bill", "+49305566778"])
      expect(left).toContain(other);
    expect(
      (await ada.ask("GET", "/api/voip/calls/live?since=0")).body.calls.map(
        ({ caller, callee }: { caller: { name: string }; callee: { name: string } }) =>
          [caller.name, callee.name].includes("Carl Quillfeather"),
      ),
    ).not.toContain(true);
  });

  it("is nobody to the API, which is not told apart from somebody unknown", async () => {
    const { alex, ada, carl } = await tenant();
    await alex.ask("POST", `/api/tenant/customers/${carl.id}/erase`);
    expect((await carl.ask("GET", "/api/voip/me")).body.code).toBe("not_provisioned");
    expect((await start(ada, carl.id)).code).toBe("callee_not_found");
    for (const [method, path] of [
      ["DELETE", ""],
      ["POST", "/erase"],
    ] as const)
      expect((await alex.ask(method, `/api/tenant/customers/${carl.id}${path}`)).body.code).toBe(
        "person_not_found",
      );
    const newId = (await ada.ask("GET", "/api/voip/customers")).body.map(
      ({ supabaseUserId }: { supabaseUserId: string }) => supabaseUserId,
    );
    expect(newId).not.toContain(carl.id);
  });

  it("can't come back by the new id, which an old token can't name either", async () => {
    const { tenantId, alex, carl } = await tenant();
    await alex.ask("POST", `/api/tenant/customers/${carl.id}/erase`);
    const erased = await server.db.database.portalCustomer.findFirstOrThrow({
      where: { tenantId, erasedAt: { not: null } },
    });
    const token = await tokenFor(erased.supabaseUserId, server.clock.now() + 60_000);
    const reply = await fetch(`${server.url}/api/voip/me`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(reply.status).toBe(403);
  });

  it("is one of the admin's own tenant, and a customer", async () => {
    const [acme, globex] = [await tenant(), await tenant()];
    for (const id of [globex.carl.id, acme.ada.id, acme.alex.id])
      for (const [method, path] of [
        ["DELETE", ""],
        ["POST", "/erase"],
      ] as const)
        expect(await acme.alex.ask(method, `/api/tenant/customers/${id}${path}`)).toMatchObject({
          status: 404,
          body: { code: "person_not_found" },
        });
    expect((await globex.carl.ask("GET", "/api/voip/me")).status).toBe(200);
  });

  it("is the same customer for two admins who erase at once", async () => {
    const { alex, carl } = await tenant();
    const replies = await Promise.all(
      [1, 2].map(() => alex.ask("POST", `/api/tenant/customers/${carl.id}/erase`)),
    );
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  });
});

describe("a removed customer", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  it("is not found any more, stays in the history, and asks for nothing", async () => {
    const alex = await server.person({ firstName: "Alex", role: "ADMIN" });
    const ada = await server.person({ firstName: "Ada", role: "AGENT" });
    const carl = await server.person({ firstName: "Carl", lastName: "Customer", role: null });
    await ada.ask("PUT", "/api/voip/presence", { feed: "realtime" }, desk);
    const { body } = await carl.ask("POST", "/api/voip/start-call", {}, desk);
    await ada.ask("POST", `/api/voip/calls/${body.callId}/accept`, undefined, desk);
    await carl.ask("POST", "/api/voip/callbacks", { topic: "call me" });
    expect((await alex.ask("DELETE", `/api/tenant/customers/${carl.id}`)).status).toBe(200);
    expect((await ada.ask("GET", "/api/voip/customers")).body).toEqual([]);
    expect((await ada.ask("GET", "/api/voip/history")).body[0]).toMatchObject({
      fromName: "Carl Customer",
      endReason: "person_removed",
    });
    expect((await ada.ask("GET", "/api/voip/callbacks")).body).toEqual([]);
    expect((await ada.ask("PUT", "/api/voip/presence", {}, desk)).body.openCallbacks).toBe(0);
    expect((await alex.ask("GET", "/api/tenant/customers/removed")).body).toMatchObject([
      { supabaseUserId: carl.id, firstName: "Carl" },
    ]);
  });
});
