import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { endpoints, plainLine, type Caller } from "@synapse-voice/contract";
import { addTenant, migrationsFolder, startMigratedDatabase } from "@synapse-voice/prisma/testing";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createFakeSupabaseAdmin,
  type FakeSupabaseAdmin,
} from "../identity/supabase-admin/fake-supabase-admin.ts";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

/** Adds marks that reorder and hide text, and control characters. */
const dirty = (name: string): string => `\u202E${name[0]}\u200B${name.slice(1)}\u0007\n`;
/** Matches what {@link dirty} adds, in JSON. */
const marks = /\u202E|\u200B|\\u0007|\\n/u;

/** Runs the migration that cleans stored names once more. */
async function cleanStoredNames(ownerUrl: string): Promise<void> {
  const file = join(migrationsFolder, "20261129060000_plain_names", "migration.sql");
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(await readFile(file, "utf8"));
  } finally {
    await owner.end();
  }
}

/** Returns all characters of the blocks in which something is removed, and of those around. */
const characters = (): readonly string[] =>
  [
    [0x1, 0x3200],
    [0xfd00, 0xffff],
    [0x1bc90, 0x1bcb0],
    [0x1d160, 0x1d190],
    [0xdfff0, 0xe0200],
  ].flatMap(([from = 0, to = 0]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
  );

/** Every list of the contract, and everything else that is read without an id. */
const readEndpoints = endpoints.filter(
  ({ method, path }) => method === "GET" && !path.includes(":"),
);

describe("names with marks that hide or reorder text", () => {
  let server: TestServer;
  let accounts: FakeSupabaseAdmin;
  beforeAll(async () => {
    accounts = createFakeSupabaseAdmin();
    server = await startTestServer(undefined, { supabaseAdmin: accounts });
  });
  afterAll(() => server?.close());

  it("are cleaned when they come in", async () => {
    const { database } = server.db;
    const alex = await server.person({ firstName: "Alex", role: "ADMIN" });
    const invite = (path: string, firstName: string, email: string) =>
      alex.ask("POST", path, { email, firstName, lastName: dirty("Hopper") });
    expect((await invite("/api/tenant/users", dirty("Grace"), "grace@acme.test")).status).toBe(201);
    expect((await invite("/api/tenant/customers", dirty("Dora"), "dora@acme.test")).status).toBe(
      201,
    );
    const wanted = { select: { firstName: true, lastName: true } } as const;
    expect([
      await database.user.findFirst({ where: { email: "grace@acme.test" }, ...wanted }),
      await database.portalCustomer.findFirst({ where: { email: "dora@acme.test" }, ...wanted }),
    ]).toEqual([
      { firstName: "Grace", lastName: "Hopper" },
      { firstName: "Dora", lastName: "Hopper" },
    ]);
    expect(await invite("/api/tenant/users", "\u202E\u200B", "eve@acme.test")).toMatchObject({
      status: 400,
      body: { code: "invalid_request" },
    });

    const nameless = await server.person({ firstName: "", lastName: "", role: null });
    const { body } = await nameless.ask("POST", "/api/voip/start-call", {
      calleeSupabaseId: alex.id,
      callerName: dirty("Mia from the shop"),
    });
    expect(body.call.caller).toMatchObject({ name: "Mia from the shop", verified: false });
  });

  it("of old records, or records of another program, are shown cleaned everywhere", async () => {
    const { database } = server.db;
    const tenantId = await addTenant(database, dirty("Acme"));
    const add = (first: string, role: "ADMIN" | "AGENT" | null) =>
      server.person({ tenantId, firstName: dirty(first), lastName: dirty("Test"), role });
    const ada = await add("Ada", "ADMIN");
    const bob = await add("Bob", "AGENT");
    const carl = await add("Carl", null);
    const dora = await add("Dora", null);
    const rita = await add("Rita", null);
    await ada.ask("DELETE", `/api/tenant/customers/${rita.id}`);
    const replies: unknown[] = [];
    const post = async (by: TestClient, path: string, sent?: unknown) => {
      const { status, body } = await by.ask("POST", path, sent);
      expect([path, status < 300]).toEqual([path, true]);
      replies.push(body);
      return body;
    };

    // A call by name, a call of the queue that rings, and a call-back that somebody has claimed.
    const { callId } = await post(carl, "/api/voip/start-call", { calleeSupabaseId: ada.id });
    const request = await post(carl, "/api/voip/callbacks", { topic: "Bill" });
    await post(ada, `/api/voip/callbacks/${request.id}/claim`);
    await post(dora, "/api/voip/callbacks", { topic: "Bill" });
    await bob.ask("PUT", "/api/voip/presence", { state: "available", feed: "poll" });
    const queued = await post(dora, "/api/voip/start-call", {});
    const waiting = async () => (await ada.ask("GET", "/api/voip/queue/waiting")).body;
    await expect.poll(waiting).toMatchObject([{ ringing: { supabaseUserId: bob.id } }]);

    const names = { name: dirty("Full"), firstName: dirty("First") };
    await database.callLeg.updateMany({ where: { tenantId }, data: names });
    await database.callOffer.updateMany({ where: { tenantId }, data: names });
    await database.callback.updateMany({
      where: { tenantId },
      data: { customerName: dirty("Carl"), claimedByName: dirty("Ada"), topic: dirty("Bill") },
    });

    /** Reads everything that a person may read, by path. */
    const readAll = async (by: TestClient, role: Caller): Promise<Record<string, unknown>> => {
      const read: Record<string, unknown> = {};
      for (const { path } of readEndpoints.filter((endpoint) => endpoint.who.includes(role))) {
        const { status, body } = await by.ask("GET", path);
        expect([path, status]).toEqual([path, 200]);
        replies.push((read[path] = body));
      }
      return read;
    };
    const isTest = (firstName: string) => ({ firstName, lastName: "Test" });
    const byAdmin = await readAll(ada, "ADMIN");
    expect(byAdmin).toMatchObject({
      "/api/voip/me": { ...isTest("Ada"), tenantName: "Acme" },
      "/api/voip/agents/available": [isTest("Ada"), isTest("Bob")],
      "/api/voip/customers": [isTest("Carl"), isTest("Dora")],
      "/api/tenant/users": [isTest("Ada"), isTest("Bob")],
      "/api/tenant/customers/removed": [isTest("Rita")],
      "/api/voip/queue/waiting": [
        { caller: { name: "Full" }, ringing: { name: "Full" }, topic: "Bill" },
      ],
      "/api/voip/calls/live": { calls: [{ caller: { name: "Full" }, callee: { name: "Full" } }] },
    });
    expect(byAdmin["/api/voip/callbacks"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          topic: "Bill",
          customer: { supabaseUserId: carl.id, name: "Carl" },
          claimedBy: { supabaseUserId: ada.id, name: "Ada" },
        }),
      ]),
    );
    expect(await readAll(carl, "CUSTOMER")).toMatchObject({
      "/api/voip/me": { ...isTest("Carl"), tenantName: "Acme" },
      "/api/voip/agents/available": [{ firstName: "Ada" }, { firstName: "Bob" }],
      "/api/voip/callbacks/mine": { callback: { topic: "Bill", claimedBy: { name: "Ada" } } },
      "/api/voip/calls/live": { calls: [{ callee: { name: "First" } }] },
    });
    await readAll(bob, "AGENT");

    await post(carl, `/api/voip/calls/${callId}/cancel`);
    await post(dora, `/api/voip/calls/${queued.callId}/cancel`);
    expect(await readAll(ada, "ADMIN")).toMatchObject({
      "/api/voip/history": [{ fromName: "Full", toName: "Full" }],
      "/api/voip/queue/unanswered": [{ caller: { name: "Full" } }],
    });
    await readAll(carl, "CUSTOMER");
    expect(JSON.stringify(replies)).not.toMatch(marks);
    const events = await database.callEvent.findMany({ select: { payload: true } });
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toMatch(marks);

    // The company's name is in the mail of an invitation.
    await post(ada, "/api/tenant/users", {
      email: "gina@acme.test",
      firstName: "Gina",
      lastName: "Test",
    });
    const gina = [...accounts.users.values()].find(({ email }) => email === "gina@acme.test");
    expect(gina?.company).toBe("Acme");
  });

  it("of old records are cleaned by a migration, so that a search finds them", async () => {
    const { database, server: postgres } = server.db;
    const tenantId = await addTenant(database, dirty("Globex"));
    const person = (firstName: string, role: "AGENT" | null) =>
      server.person({ tenantId, firstName, lastName: dirty("Shopper"), role });
    const grace = await person("Grace", "AGENT");
    const mia = await person(dirty("Mia"), null);
    const search = async () => (await grace.ask("GET", "/api/voip/customers?query=mia%20sh")).body;
    expect(await search()).toEqual([]);
    await cleanStoredNames(postgres.ownerUrl);
    expect(await search()).toMatchObject([{ supabaseUserId: mia.id, lastName: "Shopper" }]);
    expect(
      JSON.stringify([
        await database.tenant.findMany(),
        await database.user.findMany(),
        await database.callLeg.findMany({ select: { name: true, firstName: true } }),
        await database.callOffer.findMany({ select: { name: true, firstName: true } }),
        await database.callback.findMany({ select: { customerName: true, claimedByName: true } }),
      ]),
    ).not.toMatch(marks);
  });

  it("are cleaned by the migration exactly as by the contract", async () => {
    const db = await startMigratedDatabase();
    const owner = new Client({ connectionString: db.server.ownerUrl });
    await owner.connect();
    try {
      const written = characters().flatMap((character) => [
        character,
        ` A${character}b${character}`,
      ]);
      await owner.query(
        `INSERT INTO "Tenant" ("name", "settings", "createdAt")
         SELECT name, jsonb_build_object('written', name), now() FROM unnest($1::text[]) AS name`,
        [written],
      );
      await cleanStoredNames(db.server.ownerUrl);
      const { rows } = await owner.query(
        `SELECT "name", "settings" ->> 'written' AS w FROM "Tenant"`,
      );
      expect(rows).toHaveLength(written.length);
      expect(rows.filter(({ name, w }) => name !== plainLine(w))).toEqual([]);
    } finally {
      await owner.end();
      await db.close();
    }
  });
});
