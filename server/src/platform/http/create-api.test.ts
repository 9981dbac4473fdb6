import {
  availableAgents,
  liveCalls,
  renewLease,
  startCall,
  type Endpoint,
} from "@synapse-voice/contract";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RefusalError } from "@synapse-voice/platform/errors";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { createRateLimiter } from "../rate-limits/rate-limiter.ts";
import { limitsTimes } from "../rate-limits/limits.ts";
import { createMemoryCounter } from "../rate-limits/counters/memory-counter.ts";
import { ApiError } from "./api-error.ts";
import { createApi } from "./create-api.ts";
import type { Person } from "../../identity/person.ts";
import { route } from "./route.ts";

const ada: Person = {
  userId: "d0000000-0000-4000-8000-0000000000a1",
  tenantId: "acme",
  tenantName: "Acme",
  type: "CRM_USER",
  role: "AGENT",
  firstName: "Ada",
  lastName: "Agent",
  portalCustomerId: null,
  allowedOrigins: [],
};
const publicEcho = {
  method: "POST",
  path: "/api/echo",
  summary: "For this test",
  who: "public",
  body: v.strictObject({ text: v.optional(v.string()) }),
  status: 200,
  reply: v.object({ text: v.string(), device: v.string() }),
} as const satisfies Endpoint;
const adminsOnly = {
  method: "GET",
  path: "/api/admin",
  summary: "For this test",
  who: ["ADMIN"],
  status: 200,
  reply: v.object({}),
} as const satisfies Endpoint;

const lines: string[] = [];
const app = createApi({
  rateLimiter: createRateLimiter({
    limits: limitsTimes(1),
    counter: createMemoryCounter({}),
    clock: createFakeClock(),
    pause: async () => undefined,
    log: pino({ level: "silent" }),
  }),
  trustProxy: false,
  log: pino({ level: "info" }, { write: (line: string) => void lines.push(line) }),
  cors: (_request, _response, next) => next(),
  authenticate: async (_endpoint, request) => {
    if (!request.get("Authorization")) throw new ApiError("token_missing");
    return { person: ada, sessionId: "session-1" };
  },
  routes: [
    route(publicEcho, async ({ body, deviceId }) => ({
      text: body.text ?? "nothing",
      device: deviceId,
    })),
    route(adminsOnly, async () => ({})),
    route(availableAgents, async () => Promise.reject(new Error("boom"))),
    route(liveCalls, async ({ deviceId, query }) => ({
      serverTime: "2026-01-01T00:00:00Z",
      cursor: `${deviceId} ${query.wait}`,
      calls: [],
    })),
    route(renewLease, async ({ params }) =>
      Promise.reject(new RefusalError("call_not_found", { detail: params.callId })),
    ),
    route(startCall, async () =>
      Promise.reject(new RefusalError("already_calling", { callId: "call-1" })),
    ),
  ],
});

let server: Server;
let base: string;
beforeAll(async () => {
  server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${base}${path}`, { headers: { Authorization: "Bearer t", ...init.headers }, ...init });
const post = (path: string, body: string, type = "application/json") =>
  ask(path, { method: "POST", body, headers: { Authorization: "Bearer t", "Content-Type": type } });
const problemOf = async (response: Response): Promise<[number, unknown, string | null]> => {
  const problem = (await response.json()) as { code: string; status: number; requestId: string };
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers.get("X-Request-Id"));
  return [
    response.status,
    problem.code,
    response.headers.get("Content-Type")?.split(";")[0] ?? null,
  ];
};
const problem = (status: number, code: string) => [status, code, "application/problem+json"];

describe("the border of the API", () => {
  it("hands a parsed request to its handler", async () => {
    expect(await (await post("/api/echo", '{"text":"hello"}')).json()).toEqual({
      text: "hello",
      device: "default",
    });
    expect(await (await ask("/api/echo", { method: "POST" })).json()).toEqual({
      text: "nothing",
      device: "default",
    });
  });

  it("takes any text that is one", async () => {
    for (const text of ["\u{1F600} é", "\\u0000", "\\ud800"])
      expect(await (await post("/api/echo", JSON.stringify({ text }))).json()).toMatchObject({
        text,
      });
  });

  it("takes the device from its header, else from the session", async () => {
    const named = await ask("/api/voip/calls/live", {
      headers: { Authorization: "Bearer t", "Synapse-Device": "tab-7" },
    });
    expect(await named.json()).toMatchObject({ cursor: "tab-7 0" });
    expect(await (await ask("/api/voip/calls/live?wait=3")).json()).toMatchObject({
      cursor: "session-1 3",
    });
    expect(
      await problemOf(
        await ask("/api/voip/calls/live", {
          headers: { Authorization: "Bearer t", "Synapse-Device": "a b" },
        }),
      ),
    ).toEqual(problem(400, "invalid_request"));
  });

  it("answers every mistake with problem details", async () => {
    expect(await problemOf(await ask("/nowhere"))).toEqual(problem(404, "not_found"));
    expect(await problemOf(await ask("/api/echo"))).toEqual(problem(405, "method_not_allowed"));
    expect(await problemOf(await ask("/API/echo", { method: "POST" }))).toEqual(
      problem(404, "not_found"),
    );
    expect(await problemOf(await post("/api/echo", "{"))).toEqual(problem(400, "invalid_request"));
    expect(await problemOf(await post("/api/echo", '"text"'))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(await problemOf(await post("/api/echo", '{"text":"a","more":1}'))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(await problemOf(await post("/api/echo", '{"text":"\\u0000"}'))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(await problemOf(await post("/api/echo", '{"text":"\\ud800"}'))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(
      await problemOf(await post("/api/echo", "text=a", "application/x-www-form-urlencoded")),
    ).toEqual(problem(415, "unsupported_media_type"));
    expect(
      await problemOf(await post("/api/echo", JSON.stringify({ text: "x".repeat(40_000) }))),
    ).toEqual(problem(413, "body_too_large"));
    expect(await problemOf(await ask("/api/voip/calls/live?wait=99"))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(await problemOf(await ask("/api/voip/calls/live?other=1"))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(await problemOf(await post("/api/voip/calls/%00/lease", ""))).toEqual(
      problem(404, "not_found"),
    );
    expect(await problemOf(await post("/api/voip/calls/%zz/lease", ""))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(await problemOf(await post("/api/voip/calls/c/lease", '{"a":1}'))).toEqual(
      problem(400, "invalid_request"),
    );
    expect(await problemOf(await ask("/api/admin"))).toEqual(problem(403, "forbidden"));
    expect(await problemOf(await fetch(`${base}/api/admin`))).toEqual(
      problem(401, "token_missing"),
    );
    expect(await problemOf(await ask("/api/voip/agents/available"))).toEqual(
      problem(500, "internal"),
    );
  });

  it("says which methods an address takes", async () => {
    expect((await ask("/api/echo", { method: "DELETE" })).headers.get("Allow")).toBe("POST");
  });

  it("carries what the error is about", async () => {
    expect(await (await post("/api/voip/start-call", "{}")).json()).toMatchObject({
      code: "already_calling",
      callId: "call-1",
      title: "You are already calling someone",
    });
  });

  it("logs one line a request that names the endpoint, never the address", async () => {
    lines.length = 0;
    await ask("/api/voip/calls/live?wait=0", { headers: { Authorization: "Bearer secret-token" } });
    await expect.poll(() => lines.length).toBe(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      msg: "request",
      method: "GET",
      endpoint: "/api/voip/calls/live",
      status: 200,
    });
    expect(lines[0]).not.toContain("secret-token");
  });
});
