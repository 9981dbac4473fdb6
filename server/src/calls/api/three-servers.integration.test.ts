import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TenantSettings } from "@synapse-voice/contract";
import {
  addPerson,
  startMigratedDatabase,
  type MigratedDatabase,
} from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "@synapse-voice/local/testing/free-port";
import { ask, testSettings, tokenFor, type TestReply } from "../../testing/server-for-tests.ts";

describe("three processes of the server on one database", () => {
  let db: MigratedDatabase;
  let media: Server;
  const children: ChildProcess[] = [];
  const urls: string[] = [];
  let tenantId: string;

  beforeAll(async () => {
    db = await startMigratedDatabase();
    // As much of LiveKit's API as a call needs before anybody is in its room.
    media = createServer((_request, response) =>
      response.setHeader("Content-Type", "application/json").end("{}"),
    ).listen(0, "127.0.0.1");
    await once(media, "listening");
    const livekit = `http://127.0.0.1:${(media.address() as AddressInfo).port}`;
    await Promise.all(Array.from({ length: 3 }, () => startProcess(livekit)));
  }, 60_000);
  beforeEach(async () => {
    tenantId = (await db.database.tenant.create({ data: { name: "Acme", createdAt: new Date() } }))
      .id;
  });
  afterAll(async () => {
    const gone = children.map((child) =>
      child.exitCode === null && child.signalCode === null ? once(child, "exit") : null,
    );
    for (const child of children) child.kill("SIGTERM");
    await Promise.all(gone);
    media?.close();
    await db?.close();
  }, 30_000);

  async function startProcess(livekit: string): Promise<void> {
    const port = String(await freePort());
    const child = spawn(process.execPath, [join(import.meta.dirname, "../..", "main.ts")], {
      env: {
        PATH: process.env.PATH,
        ...testSettings,
        SUPABASE_JWT_ISSUER: "http://auth.test/auth/v1",
        LIVEKIT_API_URL: livekit,
        DATABASE_URL: db.url,
        PORT: port,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    let output = "";
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk) => {
          output += String(chunk);
          if (output.includes('"msg":"listening"')) resolve();
        });
      }
      child.once("exit", () => reject(new Error(`a server did not start: ${output}`)));
    });
    urls.push(`http://127.0.0.1:${port}`);
  }

  const person = async (firstName: string, isAgent: boolean) => {
    const { supabaseUserId } = await addPerson(db.database, {
      tenantId,
      firstName,
      role: isAgent ? "AGENT" : null,
    });
    const token = await tokenFor(supabaseUserId, Date.now() + 3_600_000);
    return {
      id: supabaseUserId,
      ask: (
        server: number,
        method: string,
        path: string,
        body?: unknown,
        device = "desk",
      ): Promise<TestReply> =>
        ask(urls[server % 3]!, token, method, path, body, { "Synapse-Device": device }),
    };
  };
  const changeSettings = (settings: Partial<TenantSettings>) =>
    db.database.tenant.update({ where: { id: tenantId }, data: { settings } });
  /** A caller whose lease outlives a busy machine. */
  const extendLeases = (...ids: readonly string[]) =>
    db.database.callLeg.updateMany({
      where: { callId: { in: [...ids] }, role: "caller" },
      data: { leaseUntil: new Date(Date.now() + 3_600_000) },
    });
  const tally = (replies: readonly TestReply[]) =>
    replies.map(({ status, body }) => `${status} ${body?.code ?? ""}`.trim()).toSorted();

  it("50 agents who answer one call at once: one has it, 49 learn who, and every offer has one outcome", async () => {
    await changeSettings({ queueStrategy: "ring_all", offerTimeoutSeconds: 60 });
    const agents = await Promise.all(
      Array.from({ length: 50 }, (_, index) => person(`Agent${index}`, true)),
    );
    await Promise.all(
      agents.map((agent, index) =>
        agent.ask(index, "PUT", "/api/voip/presence", { feed: "realtime" }),
      ),
    );
    const carl = await person("Carl", false);
    const { callId } = (await carl.ask(0, "POST", "/api/voip/start-call", {})).body;
    await extendLeases(callId);
    expect(await db.database.callOffer.count({ where: { callId, outcome: null } })).toBe(50);

    const replies = await Promise.all(
      agents.map((agent, index) => agent.ask(index, "POST", `/api/voip/calls/${callId}/accept`)),
    );
    expect(tally(replies)).toEqual(["200", ...Array(49).fill("409 answered_elsewhere")]);
    const winner = replies.find(({ status }) => status === 200)!.body.call.callee;
    expect(
      new Set(replies.filter(({ status }) => status === 409).map(({ body }) => body.answeredBy)),
    ).toEqual(new Set([winner.name]));
    const offers = await db.database.callOffer.findMany({ where: { callId } });
    expect(
      offers
        .map(({ personId, outcome }) => `${personId === winner.supabaseUserId} ${outcome}`)
        .toSorted(),
    ).toEqual([...Array(49).fill("false answered_elsewhere"), "true accepted"]);
    expect(
      await db.database.callLeg.findMany({
        where: { callId, joinedAt: { not: null }, leftAt: null, holdSince: null },
      }),
    ).toHaveLength(2);

    // The winner's answer said again is the same answer; the caller reads of it on any server.
    const again = agents.find(({ id }) => id === winner.supabaseUserId)!;
    expect(
      (await again.ask(2, "POST", `/api/voip/calls/${callId}/accept`)).body.call.answeredAt,
    ).toBe(replies.find(({ status }) => status === 200)!.body.call.answeredAt);
    expect((await carl.ask(1, "GET", "/api/voip/calls/live")).body.calls).toMatchObject([
      { id: callId, status: "IN_PROGRESS", callee: { supabaseUserId: winner.supabaseUserId } },
    ]);
  }, 60_000);

  it("50 devices of one person who answer at once: one has it, 49 learn that it was answered elsewhere", async () => {
    const [ada, dora] = [await person("Ada", true), await person("Dora", false)];
    const { callId } = (
      await dora.ask(0, "POST", "/api/voip/start-call", { calleeSupabaseId: ada.id })
    ).body;
    await extendLeases(callId);
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        ada.ask(index, "POST", `/api/voip/calls/${callId}/accept`, undefined, `device-${index}`),
      ),
    );
    expect(tally(replies)).toEqual(["200", ...Array(49).fill("409 answered_elsewhere")]);
    const { deviceId } = await db.database.callLeg.findFirstOrThrow({
      where: { callId, role: "callee" },
    });
    expect(replies.findIndex(({ status }) => status === 200)).toBe(Number(deviceId?.split("-")[1]));
  }, 60_000);

  it("calls that wait are given out once each, though every server gives them out", async () => {
    const [agents, customers] = await Promise.all([
      Promise.all(Array.from({ length: 6 }, (_, index) => person(`Idle${index}`, true))),
      Promise.all(Array.from({ length: 6 }, (_, index) => person(`Waiting${index}`, false))),
    ]);
    const started = await Promise.all(
      customers.map((customer, index) => customer.ask(index, "POST", "/api/voip/start-call", {})),
    );
    const ids = started.map(({ body }) => body.callId);
    await extendLeases(...ids);
    await Promise.all(
      agents.map((agent, index) =>
        agent.ask(index, "PUT", "/api/voip/presence", { feed: "realtime" }),
      ),
    );
    const open = () =>
      db.database.callOffer.findMany({ where: { callId: { in: ids }, outcome: null } });
    await expect.poll(async () => (await open()).length, { timeout: 10_000 }).toBe(6);
    const offers = await open();
    expect([
      new Set(offers.map(({ callId }) => callId)).size,
      new Set(offers.map(({ personId }) => personId)).size,
    ]).toEqual([6, 6]);
  }, 60_000);
});
