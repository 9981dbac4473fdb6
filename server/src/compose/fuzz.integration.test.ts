import {
  endpoints,
  errorCodes,
  everyone,
  Problem,
  type Caller,
  type Endpoint,
} from "@synapse-voice/contract";
import { addTenant } from "@synapse-voice/prisma/testing";
import * as fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { requestsOf, type FuzzRequest, type KnownIds } from "../testing/requests-of.ts";
import { startTestServer, type TestClient, type TestServer } from "../testing/server-for-tests.ts";

/** Requests to each endpoint. `FUZZ_RUNS` changes the number. A failure names its `FUZZ_SEED`. */
const runs = Number(process.env.FUZZ_RUNS ?? 40);
const seed = process.env.FUZZ_SEED === undefined ? {} : { seed: Number(process.env.FUZZ_SEED) };
const roles: readonly Caller[] = everyone;

/** A tenant with data of every kind, and with a word of its own in every name. */
interface Tenant {
  readonly id: string;
  readonly actors: Readonly<Record<Caller, TestClient>>;
  readonly grace: TestClient;
  readonly dora: TestClient;
  /** The id of an agent whom requests may remove. */
  readonly removable: string;
  /** Texts that the other tenant must never read. */
  readonly secrets: Set<string>;
  calls: readonly string[];
  callbacks: readonly string[];
}

const peopleOf = ({ actors, grace, dora, removable }: Tenant): string[] => [
  ...[...Object.values(actors), grace, dora].map((person) => person.id),
  removable,
];

async function startTenant(server: TestServer, canary: string): Promise<Tenant> {
  const id = await addTenant(server.db.database, `${canary} Ltd`);
  const person = (name: string, role: Caller) =>
    server.person({
      tenantId: id,
      firstName: name,
      lastName: canary,
      email: `${name}@${canary}.test`,
      role: role === "CUSTOMER" ? null : role,
    });
  const actors = {
    ADMIN: await person("Alex", "ADMIN"),
    SUPERVISOR: await person("Sue", "SUPERVISOR"),
    AGENT: await person("Ada", "AGENT"),
    CUSTOMER: await person("Carl", "CUSTOMER"),
  };
  const tenant = {
    id,
    actors,
    grace: await person("Grace", "AGENT"),
    dora: await person("Dora", "CUSTOMER"),
    removable: (await person("Remo", "AGENT")).id,
    secrets: new Set([canary, id]),
    calls: [],
    callbacks: [],
  };
  for (const one of peopleOf(tenant)) tenant.secrets.add(one);
  return tenant;
}

/**
 * Ends a tenant's live calls. Then one call rings, one is answered, one was missed, and one
 * call-back is open.
 */
async function resetTenant(server: TestServer, tenant: Tenant): Promise<void> {
  const { actors, grace, dora } = tenant;
  for (const caller of [actors.CUSTOMER, dora]) {
    const live = await caller.ask("GET", "/api/voip/calls/live");
    for (const { id } of live.body.calls) await caller.ask("POST", `/api/voip/calls/${id}/hang-up`);
  }
  const call = async (from: TestClient, to: TestClient): Promise<string> =>
    (await from.ask("POST", "/api/voip/start-call", { calleeSupabaseId: to.id })).body.callId;
  const over = await call(dora, grace);
  await dora.ask("POST", `/api/voip/calls/${over}/cancel`);
  const [ringing, talking] = [
    await call(actors.CUSTOMER, actors.AGENT),
    await call(dora, actors.SUPERVISOR),
  ];
  await actors.SUPERVISOR.ask("POST", `/api/voip/calls/${talking}/accept`);
  const { body } = await actors.CUSTOMER.ask("POST", "/api/voip/callbacks", { topic: "what else" });
  tenant.calls = [ringing, talking, over];
  tenant.callbacks = [body.id];
  const rooms = await server.db.database.callLog.findMany({
    where: { tenantId: tenant.id },
    select: { roomName: true },
  });
  for (const secret of [
    ...tenant.calls,
    ...tenant.callbacks,
    ...rooms.map(({ roomName }) => roomName),
  ])
    tenant.secrets.add(secret);
}

const idsOf = (own: Tenant, other: Tenant): KnownIds => ({
  people: [...peopleOf(own), ...peopleOf(other)],
  params: {
    callId: [...own.calls, ...other.calls],
    callbackId: [...own.callbacks, ...other.callbacks],
    supabaseUserId: [own.removable, ...peopleOf(other)],
  },
  others: [...own.calls, ...other.calls, ...own.callbacks, ...other.callbacks],
});

describe("whatever is asked", () => {
  let server: TestServer;
  let tenants: readonly [Tenant, Tenant];
  beforeAll(async () => {
    server = await startTestServer();
    // Requests may set that calls without a recorder are refused.
    await server.db.database.recorderProcess.create({
      data: { id: "recorder", leaseUntil: new Date("2100-01-01"), freeCalls: 1_000 },
    });
    tenants = [await startTenant(server, "Zanzibarium"), await startTenant(server, "Quixotopia")];
  });
  beforeEach(() => Promise.all(tenants.map((tenant) => resetTenant(server, tenant))));
  afterAll(() => server?.close());

  async function answer(
    { method }: Endpoint,
    { url, headers, body }: FuzzRequest,
    token: string | null,
  ): Promise<Reply> {
    const authorization: Record<string, string> =
      token === null ? {} : { Authorization: `Bearer ${token}` };
    const response = await fetch(`${server.url}${url}`, {
      method,
      headers: { ...headers, ...authorization },
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: response.status,
      type: response.headers.get("Content-Type"),
      text: await response.text(),
    };
  }

  it.each(endpoints.map((endpoint) => ({ name: `${endpoint.method} ${endpoint.path}`, endpoint })))(
    "$name answers as promised, and with nothing of another tenant",
    async ({ endpoint }) => {
      const seen = new Set<string>();
      const role = fc.constantFrom(...(endpoint.who === "public" ? roles : endpoint.who));
      const asked = fc.constantFrom<0 | 1>(0, 1).chain((own) =>
        fc.record({
          own: fc.constant(own),
          role,
          request: requestsOf(endpoint, idsOf(tenants[own], tenants[own === 0 ? 1 : 0])),
        }),
      );
      await fc.assert(
        fc.asyncProperty(asked, async ({ own, role: as, request }) => {
          const reply = await answer(
            endpoint,
            request,
            endpoint.who === "public" ? null : tenants[own].actors[as].token,
          );
          const { code, broken } = checkReply(endpoint, request, reply);
          seen.add(code);
          const leaked = [...tenants[own === 0 ? 1 : 0].secrets].filter((secret) =>
            reply.text.includes(secret),
          );
          expect({
            broken,
            leaked,
            text: broken.length + leaked.length === 0 ? "" : reply.text,
          }).toEqual({ broken: [], leaked: [], text: "" });
        }),
        { numRuns: runs, ...seed },
      );
      // Some requests were well-formed.
      expect(
        [...seen].filter(
          (code) =>
            !["invalid_request", "unsupported_media_type", "body_too_large", "not_found"].includes(
              code,
            ),
        ),
      ).not.toEqual([]);
    },
    60_000 + runs * 200,
  );

  it("has taken nobody away whom nobody asked to", async () => {
    for (const { actors } of tenants)
      for (const actor of Object.values(actors))
        expect((await actor.ask("GET", "/api/voip/me")).status).toBe(200);
  });
});

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

/** Returns `done` or the error's code, and how the reply differs from the contract. */
function checkReply(
  endpoint: Endpoint,
  request: FuzzRequest,
  { status, type, text }: Reply,
): { readonly code: string; readonly broken: readonly string[] } {
  if (status === endpoint.status) {
    const issues = v.safeParse(endpoint.reply, JSON.parse(text)).issues ?? [];
    return {
      code: "done",
      broken: [
        ...issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`),
        ...malformedIn(endpoint, request).map((part) => `took a malformed ${part}`),
      ],
    };
  }
  const problem = v.parse(Problem, JSON.parse(text));
  const promised = codes[problem.code];
  const broken = [
    status >= 500 ? `status ${status}` : "",
    type === "application/problem+json; charset=utf-8" ? "" : `type ${type}`,
    promised?.status === status && problem.status === status && problem.title === promised.title
      ? ""
      : `status ${status} with ${text}`,
  ];
  return { code: problem.code, broken: broken.filter((what) => what !== "") };
}

const patterns = { "Synapse-Device": /^[\w-]{1,64}$/u, "Idempotency-Key": /^[!-~]{1,200}$/u };

/** Returns the malformed parts of a request, which should have been refused. */
function malformedIn({ body: schema }: Endpoint, { headers, body = "" }: FuzzRequest): string[] {
  const wrong = Object.entries(patterns)
    .filter(([name, pattern]) => !pattern.test(headers[name] ?? "x"))
    .map(([name]) => name);
  const text = Buffer.from(body)
    .toString()
    .replace(/^\uFEFF/u, "");
  return v.is(schema ?? v.strictObject({}), parsed(text === "" ? "{}" : text))
    ? wrong
    : [...wrong, "body"];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const codes: Readonly<Record<string, { readonly status: number; readonly title: string }>> =
  errorCodes;
