import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../testing/new-tenant.ts";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

const solved = { id: "solved", label: "Solved" };
const lost = { id: "lost", label: "Lost" };
const desk = { "Synapse-Device": "desk" };

describe("notes of calls over HTTP, on two servers behind one database", () => {
  let server: TestServer;
  let other: TestServer;
  let tenantId: string;
  let carl: TestClient;
  let dora: TestClient;
  let ada: TestClient;
  let grace: TestClient;
  let alex: TestClient;
  let callId: string;
  let path: string;

  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer(server);
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });
  beforeEach(async () => {
    ({ tenantId, carl, dora, ada, grace } = await newTenant(server, {
      dispositions: [solved, lost],
    }));
    alex = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });
    callId = (await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }, desk))
      .body.callId;
    await ada.ask("POST", `/api/voip/calls/${callId}/accept`, undefined, desk);
    path = `/api/voip/calls/${callId}/notes`;
  });
  const hangUp = () => ada.ask("POST", `/api/voip/calls/${callId}/hang-up`, undefined, desk);

  it("are saved during the call and after it, and read on another server", async () => {
    const during = await ada.ask("PATCH", path, { notes: "A bill\nof May", version: 0 });
    expect(during).toMatchObject({
      status: 200,
      body: {
        notes: "A bill\nof May",
        disposition: null,
        version: 1,
        updatedBy: { supabaseUserId: ada.id, name: "Ada Test" },
        dispositions: [solved, lost],
      },
    });
    await hangUp();
    const after = await ada.ask("PATCH", path, { disposition: "solved", version: 1 });
    expect(after.body).toMatchObject({ disposition: "solved", dispositionLabel: "Solved" });
    expect((await other.as(grace)("GET", path)).body).toEqual(after.body);
  });

  it("conflict with newer ones, which the refusal gives", async () => {
    const newer = { notes: "Newer", disposition: "lost", version: 0 };
    await other.as(alex)("PATCH", path, newer);
    expect(await ada.ask("PATCH", path, { notes: "Mine", version: 0 })).toMatchObject({
      status: 409,
      body: {
        code: "notes_changed",
        notes: "Newer",
        disposition: "lost",
        version: 1,
        answeredBy: "Alex Test",
      },
    });
  });

  it.each([0, 1])(
    "of changes at once on two servers to version %i, one is saved",
    async (version) => {
      if (version > 0) await ada.ask("PATCH", path, { notes: "First", version: 0 });
      const replies = await Promise.all(
        [server, other, server, other].map((one, at) =>
          one.as(at < 2 ? ada : alex)("PATCH", path, { notes: `Text ${at}`, version }),
        ),
      );
      const [saved, ...refused] = replies.toSorted((a, b) => a.status - b.status);
      expect(saved).toMatchObject({ status: 200, body: { version: version + 1 } });
      for (const reply of refused)
        expect(reply).toMatchObject({
          status: 409,
          body: { code: "notes_changed", notes: saved!.body.notes, version: version + 1 },
        });
      expect((await ada.ask("GET", path)).body).toEqual(saved!.body);
    },
  );

  it("are written by agents of the call and who leads, and never seen by customers", async () => {
    const sue = await server.person({ tenantId, firstName: "Sue", role: "SUPERVISOR" });
    const change = { notes: "x", version: 0 };
    const codes = async (method: string, body?: object) =>
      Promise.all(
        [carl, grace].map(async (by) => {
          const reply = await by.ask(method, path, body);
          return [reply.status, reply.body.code];
        }),
      );
    expect(await codes("PATCH", change)).toEqual([
      [403, "forbidden"],
      [403, "forbidden"],
    ]);
    expect(await codes("GET")).toEqual([
      [403, "forbidden"],
      [200, undefined],
    ]);
    for (const [version, by] of [ada, sue, alex].entries())
      expect((await by.ask("PATCH", path, { ...change, version })).status).toBe(200);
  });

  it("of another tenant's call are a 404, as those of nobody's call are", async () => {
    await ada.ask("PATCH", path, { notes: "A secret", version: 0 });
    const { ada: stranger } = await newTenant(server);
    for (const [method, body] of [
      ["GET", undefined],
      ["PATCH", { notes: "Taken over", version: 1 }],
    ] as const) {
      const [theirs, nobodys, nonsense] = await Promise.all(
        [callId, "00000000-0000-4000-8000-000000000000", "nonsense"].map((id) =>
          stranger.ask(method, `/api/voip/calls/${id}/notes`, body),
        ),
      );
      expect(theirs).toMatchObject({ status: 404, body: { code: "call_not_found" } });
      for (const reply of [nobodys, nonsense])
        expect({ ...reply!.body, requestId: "" }).toEqual({ ...theirs!.body, requestId: "" });
    }
    expect((await ada.ask("GET", path)).body).toMatchObject({ notes: "A secret", version: 1 });
  });

  it.each([
    ["no version", { notes: "x" }],
    ["more than 10,000 characters", { notes: "x".repeat(10_001), version: 0 }],
    [
      "more than 10,000 characters, of which some are blanks",
      { notes: " ".repeat(10_001), version: 0 },
    ],
    ["notes that are null", { notes: null, version: 0 }],
    ["a NUL", { notes: "a\u0000b", version: 0 }],
    ["half a character", { notes: "a\uD83D", version: 0 }],
    ["an unknown disposition", { disposition: "unknown", version: 0 }],
    ["an empty disposition", { disposition: "", version: 0 }],
    ["a negative version", { version: -1 }],
    ["a broken version", { version: 0.5 }],
    ["a version that is text", { version: "0" }],
    ["a field of the reply", { version: 0, updatedBy: null }],
  ])("refuse %s and stay as they are", async (_, change) => {
    expect(await ada.ask("PATCH", path, change)).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
    expect((await ada.ask("GET", path)).body).toMatchObject({ notes: "", version: 0 });
  });

  it.each([
    ["three bytes", JSON.stringify("語".repeat(10_000))],
    ["three bytes, escaped as many HTTP clients do", `"${String.raw`\u8a9e`.repeat(10_000)}"`],
  ])("may have 10,000 characters of %s", async (_, notes) => {
    const response = await fetch(`${server.url}${path}`, {
      method: "PATCH",
      headers: { Authorization: `Bearer ${ada.token}`, "Content-Type": "application/json" },
      body: `{"notes":${notes},"version":0}`,
    });
    expect([response.status, (await response.json()).notes]).toEqual([200, "語".repeat(10_000)]);
    expect((await ada.ask("GET", path)).body.notes).toBe("語".repeat(10_000));
  });

  it("are text without control characters and marks that reorder it, and keep their lines", async () => {
    const notes = " One\r\ntwo\rthree\tfour \u0007bell\u202E dab <b>& \u{1F600}\n";
    const plain = "One\ntwo\nthree four  bell dab <b>& \u{1F600}";
    expect((await ada.ask("PATCH", path, { notes, version: 0 })).body.notes).toBe(plain);
    expect((await ada.ask("GET", path)).body.notes).toBe(plain);
    await hangUp();
    expect((await ada.ask("GET", "/api/voip/history")).body[0].notes).toBe(plain);
  });

  it("are saved once if a change is sent twice, one after the other or at once", async () => {
    const first = { notes: "A bill", disposition: "lost", version: 0 };
    const saved = await ada.ask("PATCH", path, first);
    server.clock.advance(1_000);
    expect(await ada.ask("PATCH", path, first)).toMatchObject({ status: 200, body: saved.body });
    const second = { notes: "Two bills", version: 1 };
    const replies = await Promise.all(
      [server, other].map((one) => one.as(ada)("PATCH", path, second)),
    );
    for (const reply of replies)
      expect(reply).toMatchObject({ status: 200, body: { notes: "Two bills", version: 2 } });
    expect((await ada.ask("PATCH", path, first)).body).toMatchObject({
      code: "notes_changed",
      notes: "Two bills",
      version: 2,
    });
  });

  it("keep the label of a disposition that an admin removes later", async () => {
    await ada.ask("PATCH", path, { disposition: "lost", version: 0 });
    await alex.ask("PATCH", "/api/tenant/settings", {
      dispositions: [{ ...solved, label: "All solved" }],
    });
    const kept = { disposition: "lost", dispositionLabel: "Lost" };
    expect((await ada.ask("GET", path)).body).toMatchObject({
      ...kept,
      dispositions: [{ id: "solved", label: "All solved" }],
    });
    expect((await ada.ask("PATCH", path, { notes: "x", version: 1 })).body).toMatchObject(kept);
    await ada.ask("PATCH", path, { disposition: "solved", version: 2 });
    expect(await ada.ask("PATCH", path, { disposition: "lost", version: 3 })).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });
  });

  it("are written by the agent who missed the call", async () => {
    const { callId: missed } = (
      await dora.ask("POST", "/api/voip/start-call", { calleeSupabaseId: grace.id }, desk)
    ).body;
    await dora.ask("POST", `/api/voip/calls/${missed}/cancel`, undefined, desk);
    const change = { notes: "Called back", version: 0 };
    const status = async (by: TestClient) =>
      (await by.ask("PATCH", `/api/voip/calls/${missed}/notes`, change)).status;
    expect([await status(ada), await status(grace)]).toEqual([403, 200]);
  });

  it("show in the history of agents, with the label of a disposition that was removed", async () => {
    await ada.ask("PATCH", path, { notes: "A bill", disposition: "lost", version: 0 });
    await hangUp();
    const { callId: second } = (
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id }, desk)
    ).body;
    await carl.ask("POST", `/api/voip/calls/${second}/cancel`, undefined, desk);
    await alex.ask("PATCH", "/api/tenant/settings", { dispositions: [solved] });
    expect((await ada.ask("GET", "/api/voip/history")).body).toMatchObject([
      { id: second, notes: "", disposition: null },
      { id: callId, notes: "A bill", disposition: lost },
    ]);
    for (const entry of (await carl.ask("GET", "/api/voip/history")).body) {
      expect(entry).not.toHaveProperty("notes");
      expect(entry).not.toHaveProperty("disposition");
    }
  });

  it("show in the history with their beginning only", async () => {
    await ada.ask("PATCH", path, { notes: "語".repeat(10_000), version: 0 });
    await hangUp();
    expect((await ada.ask("GET", "/api/voip/history")).body[0].notes).toBe(`${"語".repeat(200)}…`);
  });

  it("are deleted when an admin erases the customer", async () => {
    await ada.ask("PATCH", path, { notes: "A secret illness", version: 0 });
    await hangUp();
    expect((await alex.ask("POST", `/api/tenant/customers/${carl.id}/erase`)).status).toBe(200);
    expect((await ada.ask("GET", path)).body).toMatchObject({ notes: "", version: 0 });
    expect(await server.db.database.callNotes.count({ where: { tenantId } })).toBe(0);
  });
});
