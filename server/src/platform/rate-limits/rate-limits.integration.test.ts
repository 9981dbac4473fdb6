import { addTenant } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ask,
  startTestServer,
  type TestClient,
  type TestReply,
  type TestServer,
} from "../../testing/server-for-tests.ts";

const limits =
  "start_call_pace=1000,start_call_tenant=25,command_person=30,requests_person=100,sign_up_address=4,invite_tenant=3";
const codesOf = (replies: readonly TestReply[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of replies)
    counts[`${status} ${body?.code ?? ""}`.trim()] =
      (counts[`${status} ${body?.code ?? ""}`.trim()] ?? 0) + 1;
  return counts;
};

describe("rate limits, on two servers behind one database", () => {
  let first: TestServer;
  let second: TestServer;
  beforeAll(async () => {
    first = await startTestServer(undefined, {}, { RATE_LIMITS: limits });
    second = await startTestServer(first, {}, { RATE_LIMITS: limits, TRUST_PROXY: "1" });
  });
  afterAll(async () => {
    await second?.close();
    await first?.close();
  });

  it("a tenant that floods is stopped, and another's calls ring all the same", async () => {
    const globex = await addTenant(first.db.database, "Globex");
    const flooders = await Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        first.person({ firstName: `Flood ${turn}`, role: null }),
      ),
    );
    await first.person({ firstName: "Ada", role: "AGENT" });
    const gus = await first.person({ tenantId: globex, firstName: "Gus", role: "AGENT" });
    const gina = await first.person({ tenantId: globex, firstName: "Gina", role: null });

    const flood = flooders.flatMap((flooder) =>
      Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 === 0 ? first : second).as(flooder)("POST", "/api/voip/start-call"),
      ),
    );
    const rung: TestReply[] = [];
    for (let calls = 0; calls < 5; calls += 1) {
      const started = await gina.ask("POST", "/api/voip/start-call", { calleeSupabaseId: gus.id });
      const ringing = await second.as(gus)("GET", "/api/voip/calls/live");
      expect(ringing.body.calls).toContainEqual(
        expect.objectContaining({ id: started.body.callId, status: "RINGING" }),
      );
      rung.push(started, await gina.ask("POST", `/api/voip/calls/${started.body.callId}/cancel`));
    }

    const replies = await Promise.all(flood);
    const refused = replies.filter(
      ({ status, body }) => status === 429 && body.code === "rate_limited",
    );
    // The limit allows 25. If the machine is too busy for the shared counter to answer in time,
    // each of the two servers lets 25 pass.
    expect(160 - refused.length).toBeGreaterThanOrEqual(25);
    expect(160 - refused.length).toBeLessThanOrEqual(50);
    for (const { body, headers } of refused) {
      expect(headers.get("Retry-After")).toBe(String(body.retryAfter));
      expect(body.retryAfter).toBeGreaterThanOrEqual(1);
      expect(body.retryAfter).toBeLessThanOrEqual(60);
    }
    expect(codesOf(rung)).toEqual({ 201: 5, 200: 5 });
  });

  it("the calls of a tenant that come at once start at a pace, and another's do not wait for them", async () => {
    const paced = await startTestServer(first, {}, { RATE_LIMITS: "start_call_pace=1" });
    const [umbrella, globex] = [
      await addTenant(first.db.database, "Umbrella"),
      await addTenant(first.db.database, "Globex"),
    ];
    const customers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) =>
        first.person({ tenantId: umbrella, firstName: `Customer ${turn}`, role: null }),
      ),
    );
    const gus = await first.person({ tenantId: globex, firstName: "Gus", role: "AGENT" });
    const gina = await first.person({ tenantId: globex, firstName: "Gina", role: null });
    await first.person({ tenantId: umbrella, firstName: "Uma", role: "AGENT" });

    const began = performance.now();
    const flood = customers.map((customer) => paced.as(customer)("POST", "/api/voip/start-call"));
    const started = await paced.as(gina)("POST", "/api/voip/start-call", {
      calleeSupabaseId: gus.id,
    });
    expect((await paced.as(gus)("GET", "/api/voip/calls/live")).body.calls).toMatchObject([
      { id: started.body.callId, status: "RINGING" },
    ]);
    const others = await first.db.database.callLog.count({ where: { tenantId: umbrella } });
    expect(others).toBeLessThanOrEqual(1 + (performance.now() - began) / 200);

    expect(codesOf(await Promise.all(flood))).toEqual({ 201: 12 });
    expect(performance.now() - began).toBeGreaterThan(2_000);
    await paced.close();
  });

  it("who was refused once is refused without a question to the database, whichever limit it was", async () => {
    const initech = await addTenant(first.db.database, "Initech");
    const counted = { times: 0 };
    const third = await startTestServer(
      first,
      ({ limitCounter }) => ({
        limitCounter: {
          ...limitCounter,
          count: (name, key) => ((counted.times += 1), limitCounter.count(name, key)),
        },
      }),
      {
        RATE_LIMITS:
          "start_call_pace=1000,start_call_tenant=4,command_person=3,requests_person=400",
      },
    );
    const [ida, ivy, ian] = await Promise.all(
      ["Ida", "Ivy", "Ian"].map((firstName) =>
        first.person({ tenantId: initech, firstName, role: "AGENT" }),
      ),
    );
    const [start, accept] = [
      "/api/voip/start-call",
      "/api/voip/calls/00000000-0000-4000-8000-000000000000/accept",
    ];
    // The callee does not exist, so no call starts whose later statements would be counted.
    const body = { calleeSupabaseId: "00000000-0000-4000-8000-000000000000" };
    const asks = async (person: TestClient | undefined, path: string, times: number) =>
      codesOf(
        await Promise.all(
          Array.from({ length: times }, () =>
            person
              ? third.as(person)("POST", path, path === start ? body : undefined)
              : Promise.reject(new Error("nobody")),
          ),
        ),
      );
    await asks(ida, start, 8);
    await asks(ida, accept, 8);
    expect(await asks(ivy, start, 1)).toEqual({ "429 rate_limited": 1 });

    third.statements.length = 0;
    counted.times = 0;
    expect(await asks(ida, accept, 30)).toEqual({ "429 rate_limited": 30 });
    for (const person of [ida, ivy])
      expect(await asks(person, start, 30)).toEqual({ "429 rate_limited": 30 });
    expect(third.statements).toEqual([]);
    expect(counted.times).toBe(0);
    // A person of the same tenant who is new here costs one read from the directory.
    expect(await asks(ian, start, 1)).toEqual({ "429 rate_limited": 1 });
    expect(third.statements).toEqual([expect.stringContaining('FROM "Person"')]);
    expect(await asks(ivy, accept, 1)).toEqual({ "404 call_not_found": 1 });
    await third.close();
  });

  it("who storms a call with commands is stopped", async () => {
    const grace = await first.person({ firstName: "Grace", role: "AGENT" });
    const replies = await Promise.all(
      Array.from({ length: 80 }, (_, turn) =>
        grace.ask(
          "POST",
          `/api/voip/calls/00000000-0000-4000-8000-000000000000/${turn % 2 === 0 ? "accept" : "decline"}`,
        ),
      ),
    );
    expect(codesOf(replies)).toEqual({ "404 call_not_found": 60, "429 rate_limited": 20 });
  });

  it("who asks without end is stopped", async () => {
    const grace = await first.person({ firstName: "Grace", role: "AGENT" });
    const seen = new Set<string>();
    // The limit is 200 within ten seconds. This is far more, also on a slow machine.
    for (let round = 0; round < 100 && !seen.has("429 rate_limited"); round += 1) {
      const replies = await Promise.all(
        Array.from({ length: 50 }, () => grace.ask("GET", "/api/voip/me")),
      );
      for (const code of Object.keys(codesOf(replies))) seen.add(code);
    }
    expect([...seen].toSorted()).toEqual(["200", "429 rate_limited"]);
  });

  it("sign-ups are counted by address, and what a header says of it is believed only from a proxy that is trusted", async () => {
    const signUp = (server: TestServer, address: string) =>
      ask(
        server.url,
        null,
        "POST",
        "/api/auth/signup",
        {
          email: `${crypto.randomUUID()}@test.test`,
          password: "long-enough-for-anyone",
          firstName: "Sam",
          lastName: "Sign",
          tenantName: "Many",
        },
        { "X-Forwarded-For": address },
      );
    const untrusted = await Promise.all(
      Array.from({ length: 6 }, (_, turn) => signUp(first, `203.0.113.${turn}`)),
    );
    expect(codesOf(untrusted)).toEqual({ 201: 4, "429 rate_limited": 2 });
    expect(codesOf([await signUp(second, "203.0.113.99")])).toEqual({ 201: 1 });
    expect(
      codesOf(
        await Promise.all(
          Array.from({ length: 6 }, (_, turn) => signUp(second, `2001:db8::${turn}`)),
        ),
      ),
    ).toEqual({ 201: 4, "429 rate_limited": 2 });
  });

  it("invitations are counted by tenant", async () => {
    const [alex, anna] = await Promise.all([
      first.person({ firstName: "Alex", role: "ADMIN" }),
      first.person({ firstName: "Anna", role: "ADMIN" }),
    ]);
    const invite = (turn: number) =>
      (turn % 2 === 0 ? alex : anna).ask(
        "POST",
        turn % 3 === 0 ? "/api/tenant/users" : "/api/tenant/customers",
        {
          email: `${crypto.randomUUID()}@test.test`,
          firstName: "Nina",
          lastName: "New",
          ...(turn % 3 === 0 ? { role: "AGENT" } : {}),
        },
      );
    expect(codesOf(await Promise.all([0, 1, 2, 3, 4].map(invite)))).toEqual({
      201: 3,
      "429 rate_limited": 2,
    });
    const again = await alex.ask("POST", `/api/tenant/invitations/${anna.id}`);
    expect(again).toMatchObject({ status: 429, body: { code: "rate_limited" } });
  });

  it("the refusals are counted for operators", async () => {
    expect(await first.app.metrics.registry.metrics()).toMatch(
      /synapse_rate_limited_total\{limit="start_call_tenant"\} \d+/u,
    );
  });
});
