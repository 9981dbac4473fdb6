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

  const before = await sendRequestsOfADay(carl, ada, alex);
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
  expect(await sendRequestsOfADay(carl, ada, alex)).toEqual(before);
});

/** Sends the requests of a day. Returns each with its status. */
async function sendRequestsOfADay(
  carl: TestClient,
  ada: TestClient,
  alex: TestClient,
): Promise<string[]> {
  const replies: string[] = [];
  const send = async (by: TestClient, method: string, path: string, body?: unknown) => {
    const { status, body: reply } = await by.ask(method, path, body);
    replies.push(`${method} ${path.replace(/[\da-f-]{36}/u, ":id")} ${status}`);
    return reply;
  };
  server.clock.advance(1_000);
  await send(ada, "PUT", "/api/voip/presence", { state: "available", feed: "realtime" });
  await send(carl, "GET", "/api/voip/agents/available");
  const { callId } = await send(carl, "POST", "/api/voip/start-call", { calleeSupabaseId: ada.id });
  await send(carl, "POST", `/api/voip/calls/${callId}/lease`);
  await send(ada, "POST", `/api/voip/calls/${callId}/accept`);
  await send(ada, "GET", "/api/voip/calls/live");
  await send(ada, "POST", `/api/voip/calls/${callId}/hold`);
  await send(ada, "POST", `/api/voip/calls/${callId}/resume`);
  await send(ada, "POST", `/api/voip/calls/${callId}/media-token`);
  await send(carl, "POST", `/api/voip/calls/${callId}/hang-up`);
  await send(ada, "DELETE", "/api/voip/wrap-up");
  const queued = await send(carl, "POST", "/api/voip/start-call", {});
  await send(ada, "POST", `/api/voip/calls/${queued.callId}/decline`);
  await send(carl, "POST", `/api/voip/calls/${queued.callId}/cancel`);
  await send(carl, "GET", "/api/voip/history");
  const { id } = await send(carl, "POST", "/api/voip/callbacks", { callId: queued.callId });
  await send(ada, "POST", `/api/voip/callbacks/${id}/claim`);
  await send(ada, "POST", `/api/voip/callbacks/${id}/reopen`);
  await send(ada, "POST", `/api/voip/callbacks/${id}/claim`);
  await send(ada, "GET", "/api/voip/callbacks");
  await send(ada, "POST", `/api/voip/callbacks/${id}/done`);
  await send(ada, "GET", "/api/voip/customers");
  await send(ada, "GET", "/api/voip/me");
  await send(alex, "GET", "/api/tenant/settings");
  await server.app.sweeper.sweep();
  return replies;
}
