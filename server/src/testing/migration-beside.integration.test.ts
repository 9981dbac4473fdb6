import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "./server-for-tests.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

it("a server goes on while a migration of the next version adds a column to every table beside it", async () => {
  const tenantId = (
    await server.db.database.tenant.create({ data: { name: "Acme", createdAt: new Date() } })
  ).id;
  const carl = await server.person({ tenantId, firstName: "Carl", role: null });
  const ada = await server.person({ tenantId, firstName: "Ada", role: "AGENT" });
  const alex = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });

  const before = await aDay(carl, ada, alex);
  expect(before).not.toContainEqual(expect.stringMatching(/ [45]\d\d$/u));
  const tables = await server.db.database.$queryRaw<
    { name: string }[]
  >`SELECT quote_ident(tablename) AS "name" FROM pg_tables WHERE schemaname = 'public'`;
  expect(tables.length).toBeGreaterThan(10);
  const owner = new Client({ connectionString: server.db.server.superuserUrl });
  await owner.connect();
  await owner.query(
    tables.map(({ name }) => `ALTER TABLE ${name} ADD COLUMN "addedLater" text`).join("; "),
  );
  await owner.end();
  expect(await aDay(carl, ada, alex)).toEqual(before);
});

/** What people ask of a server in a day, and what it said to each. */
async function aDay(carl: TestClient, ada: TestClient, alex: TestClient): Promise<string[]> {
  const replies: string[] = [];
  const say = async (by: TestClient, method: string, path: string, body?: unknown) => {
    const { status, body: reply } = await by.ask(method, path, body);
    replies.push(`${method} ${path.replace(/[\da-f-]{36}/u, ":id")} ${status}`);
    return reply;
  };
  server.clock.advance(1_000);
  await say(ada, "PUT", "/api/voip/presence", { state: "available", feed: "realtime" });
  await say(carl, "GET", "/api/voip/agents/available");
  const { callId } = await say(carl, "POST", "/api/voip/start-call", { calleeSupabaseId: ada.id });
  await say(carl, "POST", `/api/voip/calls/${callId}/lease`);
  await say(ada, "POST", `/api/voip/calls/${callId}/accept`);
  await say(ada, "GET", "/api/voip/calls/live");
  await say(ada, "POST", `/api/voip/calls/${callId}/hold`);
  await say(ada, "POST", `/api/voip/calls/${callId}/resume`);
  await say(ada, "POST", `/api/voip/calls/${callId}/media-token`);
  await say(carl, "POST", `/api/voip/calls/${callId}/hang-up`);
  await say(ada, "DELETE", "/api/voip/wrap-up");
  const queued = await say(carl, "POST", "/api/voip/start-call", {});
  await say(ada, "POST", `/api/voip/calls/${queued.callId}/decline`);
  await say(carl, "POST", `/api/voip/calls/${queued.callId}/cancel`);
  await say(carl, "GET", "/api/voip/history");
  const { id } = await say(carl, "POST", "/api/voip/callbacks", { callId: queued.callId });
  await say(ada, "POST", `/api/voip/callbacks/${id}/claim`);
  await say(ada, "POST", `/api/voip/callbacks/${id}/reopen`);
  await say(ada, "POST", `/api/voip/callbacks/${id}/claim`);
  await say(ada, "GET", "/api/voip/callbacks");
  await say(ada, "POST", `/api/voip/callbacks/${id}/done`);
  await say(ada, "GET", "/api/voip/customers");
  await say(ada, "GET", "/api/voip/me");
  await say(alex, "GET", "/api/tenant/settings");
  await server.app.sweeper.sweep();
  return replies;
}
