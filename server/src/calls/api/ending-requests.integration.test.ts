import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant } from "../../testing/new-tenant.ts";
import {
  startTestServer,
  type TestClient,
  type TestReply,
  type TestServer,
} from "../../testing/server-for-tests.ts";

const nowhere = "00000000-0000-4000-8000-000000000000";

describe("what ends a call, while every limit of its sender is used up", () => {
  let server: TestServer;
  let carl: TestClient;
  let dora: TestClient;
  let ada: TestClient;
  let tenantId: string;

  beforeAll(async () => {
    server = await startTestServer(
      undefined,
      {},
      {
        RATE_LIMITS:
          "start_call_pace=1000,command_person=20,requests_person=40,requests_tenant=400",
      },
    );
  });
  afterAll(() => server?.close());
  beforeEach(async () => void ({ carl, dora, ada, tenantId } = await newTenant(server)));

  const commandOn = (callId: string, command: string) => `/api/voip/calls/${callId}/${command}`;
  const send = (by: TestClient, callId: string, command: string) =>
    by.ask("POST", commandOn(callId, command));
  const call = async (from: TestClient, to?: TestClient): Promise<string> => {
    const body = { calleeSupabaseId: to?.id ?? null };
    const { status, body: started } = await from.ask("POST", "/api/voip/start-call", body);
    expect(status).toBe(201);
    return started.callId;
  };
  const codesOf = (replies: readonly TestReply[]) => [
    ...new Set(replies.map(({ status }) => status)),
  ];
  const times = <T>(count: number, work: (turn: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));
  /** Sends requests of one kind until they are refused. */
  const useUp = async (by: TestClient, method: string, path: string): Promise<void> => {
    await expect
      .poll(async () => codesOf(await times(50, () => by.ask(method, path))), { interval: 1 })
      .toEqual([429]);
  };
  const useUpAll = async (by: TestClient): Promise<void> => {
    await useUp(by, "POST", commandOn(nowhere, "accept"));
    await useUp(by, "GET", "/api/voip/me");
  };
  const statusOf = async (callId: string) =>
    (await server.db.database.callLog.findUniqueOrThrow({ where: { id: callId } })).status;

  it.each(["hang-up", "cancel"])("a caller's %s ends an answered call", async (command) => {
    const callId = await call(carl, ada);
    expect((await send(ada, callId, "accept")).status).toBe(200);
    await useUpAll(carl);
    expect((await send(carl, callId, command)).status).toBe(200);
    expect(await statusOf(callId)).toBe("COMPLETED");
  });

  it("a callee's hang-up ends an answered call", async () => {
    const callId = await call(carl, ada);
    expect((await send(ada, callId, "accept")).status).toBe(200);
    await useUpAll(ada);
    expect((await send(ada, callId.toUpperCase(), "hang-up")).status).toBe(200);
    expect(await statusOf(callId)).toBe("COMPLETED");
  });

  it.each(["decline", "hang-up"])("a callee's %s ends the ringing", async (command) => {
    const callId = await call(carl, ada);
    await useUpAll(ada);
    expect((await send(ada, callId, command)).status).toBe(200);
    expect(await statusOf(callId)).toBe("DECLINED");
  });

  it.each(["cancel", "hang-up"])(
    "a caller's %s takes the call out of the queue",
    async (command) => {
      const callId = await call(carl);
      await useUpAll(carl);
      expect((await send(carl, callId, command)).status).toBe(200);
      expect(await statusOf(callId)).toBe("CANCELLED");
    },
  );

  it("a hang-up ends the call although a colleague has used up the limit of the tenant", async () => {
    const callId = await call(carl, ada);
    const people = await times(12, (turn) =>
      server.person({ tenantId, firstName: `Flood ${turn}`, role: "AGENT" }),
    );
    await expect
      .poll(
        async () =>
          codesOf(await Promise.all(people.map((each) => each.ask("GET", "/api/voip/me")))),
        { interval: 1 },
      )
      .toEqual([429]);
    expect((await carl.ask("GET", "/api/voip/me")).status).toBe(429);
    expect((await send(carl, callId, "hang-up")).status).toBe(200);
    expect(await statusOf(callId)).toBe("CANCELLED");
  });

  it("a flood of hang-ups that end nothing is refused, with few statements, and the real one passes", async () => {
    const [callId, foreign] = [await call(carl, ada), await call(dora)];
    await useUpAll(carl);
    server.statements.length = 0;
    const began = performance.now();
    const flood = times(600, (turn) =>
      send(
        carl,
        turn % 2 === 0 ? foreign : crypto.randomUUID(),
        turn % 3 === 0 ? "cancel" : "hang-up",
      ),
    );
    const declines = times(100, () => send(carl, callId, "decline"));
    expect((await send(carl, callId, "hang-up")).status).toBe(200);
    expect(codesOf([...(await flood), ...(await declines)])).toEqual([429]);
    expect(await statusOf(callId)).toBe("CANCELLED");
    expect(await statusOf(foreign)).not.toBe("CANCELLED");
    // The requests of a quarter of a second share two reads. The hang-up takes some more.
    const reads = 2 * (1 + (performance.now() - began) / 250);
    expect(server.statements.length).toBeLessThan(reads + 25);
  });

  it("a hang-up that ends nothing counts like other requests", async () => {
    expect((await send(carl, nowhere, "hang-up")).status).toBe(404);
    await useUp(carl, "POST", commandOn(nowhere, "hang-up"));
    expect((await send(carl, nowhere, "accept")).status).toBe(429);
  });
});
