import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { startTestServer, type TestClient, type TestServer } from "./server-for-tests.ts";

export interface QueueAgent extends TestClient {
  readonly name: string;
}

/** Starts two servers on one database for the tests of a file. Each test gets a tenant of its own. */
export function useTwoServers() {
  let server: TestServer;
  let other: TestServer;
  let tenantId: string;

  beforeAll(async () => {
    server = await startTestServer();
    other = await startTestServer(server);
    await pass(25); // Both have run for as long as the lease of a device.
  });
  afterAll(async () => {
    await other?.close();
    await server?.close();
  });
  beforeEach(async () => {
    server.clock.advance(1_000); // Room names end with the time.
    tenantId = (
      await server.db.database.tenant.create({ data: { name: "Acme", createdAt: new Date() } })
    ).id;
  });

  /** Lets time pass, second by second, and runs the sweepers of both servers. */
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
  const agent = async (name: string): Promise<QueueAgent> => ({
    ...(await server.person({ tenantId, firstName: name, role: "AGENT" })),
    name,
  });
  const many = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => make(index)));
  const present = (who: TestClient, state = "available", at = server) =>
    at.as(who)("PUT", "/api/voip/presence", { state, feed: "realtime" });
  /** Signs agents in, one after another. The first one is idle the longest. */
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
  /** Returns the status or end reason of a call, and its turns. */
  const state = async (callId: string): Promise<string> => {
    const { status, endReason, offers } = await stored(callId);
    return [
      endReason ?? status,
      ...offers.map(({ name, outcome }) => `${name.split(" ")[0]}:${outcome ?? "rings"}`),
    ].join(" ");
  };

  return {
    get server() {
      return server;
    },
    get other() {
      return other;
    },
    get tenantId() {
      return tenantId;
    },
    pass,
    set,
    customer,
    agent,
    many,
    present,
    signIn,
    call,
    renew,
    stored,
    state,
  };
}
