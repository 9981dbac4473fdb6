import { createLog } from "@synapse-voice/platform/log";
import { addTenant } from "@synapse-voice/prisma/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newTenant, type NewTenant } from "../testing/new-tenant.ts";
import {
  recordedCall,
  startRecordingServer,
  talk,
  type RecordingServer,
  type WrittenRecording,
} from "../testing/recorded-call.ts";
import type { TestClient } from "../testing/server-for-tests.ts";

describe("hearing a recording", () => {
  const logged: string[] = [];
  let server: RecordingServer;
  let people: NewTenant;
  let alex: TestClient;
  let sue: TestClient;
  let written: WrittenRecording;

  beforeAll(async () => {
    const log = createLog("trace", { write: (line: string) => void logged.push(line) });
    server = await startRecordingServer({ log });
  });
  afterAll(() => server?.close());
  beforeEach(async () => {
    server.storage.failure = undefined;
    people = await newTenant(server, { recording: { modes: { inbound: "notice" } } });
    const { tenantId } = people;
    alex = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });
    sue = await server.person({ tenantId, firstName: "Sue", role: "SUPERVISOR" });
    written = await recordedCall(server, people.carl, people.ada);
  });

  const path = () => `/api/voip/calls/${written.callId}/recording`;
  const link = (who: TestClient, body: object = {}) => who.ask("POST", `${path()}/link`, body);
  const urlFor = async (who: TestClient, body?: object): Promise<string> =>
    (await link(who, body)).body.url;
  const fetched = async (url: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url, { headers });
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const setListeners = (listeners: object) =>
    server.db.database.tenant.update({
      where: { id: people.tenantId },
      data: { settings: { recording: { modes: { inbound: "notice" }, listeners } } },
    });

  it("gives the whole file, and any part of it", async () => {
    const url = await urlFor(people.ada);
    const whole = await fetched(url);
    expect([whole.status, whole.headers.get("Content-Type")]).toEqual([200, "audio/ogg"]);
    expect(whole.bytes.equals(written.sound)).toBe(true);
    expect(whole.headers.get("Accept-Ranges")).toBe("bytes");
    expect(whole.headers.get("Cache-Control")).toBe("no-store");
    for (const [range, from, to] of [
      ["bytes=0-99", 0, 100],
      ["bytes=65530-65545", 65_530, 65_546],
      ["bytes=199990-", 199_990, 200_000],
      ["bytes=-5", 199_995, 200_000],
    ] as const) {
      const part = await fetched(url, { Range: range });
      expect([part.status, part.headers.get("Content-Range")]).toEqual([
        206,
        `bytes ${from}-${to - 1}/200000`,
      ]);
      expect(part.bytes.equals(written.sound.subarray(from, to))).toBe(true);
    }
    const beyond = await fetched(url, { Range: "bytes=200000-" });
    expect([beyond.status, beyond.headers.get("Content-Range")]).toEqual([416, "bytes */200000"]);
    expect(beyond.headers.get("Content-Type")).toContain("application/problem+json");
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("Content-Length")]).toEqual([200, "200000"]);
  });

  it("makes browsers save a download under a name that names nobody", async () => {
    const { headers } = await fetched(await urlFor(people.ada, { purpose: "download" }));
    expect(headers.get("Content-Disposition")).toBe(
      `attachment; filename=call-${written.callId}.ogg`,
    );
    expect((await fetched(await urlFor(people.ada))).headers.get("Content-Disposition")).toBeNull();
  });

  it("gives peaks of both sides", async () => {
    expect((await people.ada.ask("GET", `${path()}/peaks`)).body).toEqual({
      cellMs: 400,
      left: "_-",
      right: "AB",
    });
  });

  it("is for the agents of the call, supervisors and admins, unless the tenant says otherwise", async () => {
    const who = { ada: people.ada, grace: people.grace, sue, alex, carl: people.carl };
    const allowed = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(who).map(async ([name, client]) => {
            const replies = [
              await link(client),
              await client.ask("GET", path()),
              await client.ask("GET", `${path()}/peaks`),
            ];
            const codes = new Set(replies.map(({ status, body }) => body.code ?? status));
            expect(codes.size).toBe(1);
            return [name, [...codes][0]];
          }),
        ),
      );
    expect(await allowed()).toEqual({
      ada: 200,
      grace: "forbidden",
      sue: 200,
      alex: 200,
      carl: "forbidden",
    });
    await setListeners({ agents: "all", supervisors: "own", customers: "own" });
    expect(await allowed()).toEqual({
      ada: 200,
      grace: 200,
      sue: "forbidden",
      alex: 200,
      carl: 200,
    });
    await setListeners({ agents: "none", supervisors: "none" });
    expect(await allowed()).toEqual({
      ada: "forbidden",
      grace: "forbidden",
      sue: "forbidden",
      alex: 200,
      carl: "forbidden",
    });
    expect((await link(people.dora)).body.code).toBe("recording_not_found");
  });

  it("of another tenant is the same 404 as none", async () => {
    const tenantId = await addTenant(server.db.database, "Globex");
    const gwen = await server.person({ tenantId, firstName: "Gwen", role: "ADMIN" });
    const none = "00000000-0000-4000-8000-000000000000";
    const unrecorded = await newTenant(server);
    const plain = await talk(unrecorded.carl, unrecorded.ada);
    const ask = async (id: string, who = gwen) => {
      const at = `/api/voip/calls/${id}/recording`;
      const replies = [
        await who.ask("GET", at),
        await who.ask("POST", `${at}/link`, {}),
        await who.ask("GET", `${at}/peaks`),
        await who.ask("PATCH", at, { legalHold: true }),
        await who.ask("DELETE", at),
      ];
      return replies.map(({ status, body }) => [status, { ...body, requestId: "" }]);
    };
    const foreign = await ask(written.callId);
    expect(foreign.map(([status]) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(await ask(none)).toEqual(foreign);
    expect(await ask("nonsense")).toEqual(foreign);
    expect((await unrecorded.ada.ask("GET", `/api/voip/calls/${plain}/recording`)).body.code).toBe(
      "recording_not_found",
    );
    // Another tenant's admin has a link of their own, and changes the call in it.
    const theirs = await newTenant(server, { recording: { modes: { inbound: "notice" } } });
    const other = await recordedCall(server, theirs.carl, theirs.ada);
    const { url } = (
      await theirs.ada.ask("POST", `/api/voip/calls/${other.callId}/recording/link`, {})
    ).body;
    const forged = await fetched(url.replace(other.callId, written.callId));
    expect(forged.status).toBe(403);
  });

  it("ends with the link: after a minute, and for any other token", async () => {
    const reply = await link(people.ada);
    const { url, expiresAt } = reply.body;
    expect(Date.parse(expiresAt) - server.clock.now()).toBe(60_000);
    server.clock.advance(58_000);
    expect((await fetched(url)).status).toBe(200);
    server.clock.advance(3_000);
    expect((await fetched(url)).status).toBe(403);
    const fresh = await urlFor(people.ada);
    expect((await fetched(fresh)).status).toBe(200);
    for (const bad of [
      fresh.slice(0, -2),
      fresh.replace(/token=.*/u, `token=${people.ada.token}`),
      fresh.replace(/token=.*/u, "token="),
    ])
      expect((await fetched(bad)).status).toBe(403);
    expect((await fetched(fresh.replace(/\?.*/u, ""))).status).toBe(400);
    expect((await fetched(fresh, { Authorization: `Bearer ${alex.token}` })).status).toBe(200);
  });

  it("ends with the right to it, also in the middle", async () => {
    const urls = await Promise.all([people.ada, sue].map((who) => urlFor(who)));
    const statuses = () =>
      Promise.all(urls.map(async (url) => (await fetched(url, { Range: "bytes=0-9" })).status));
    expect(await statuses()).toEqual([206, 206]);
    await setListeners({ supervisors: "none" });
    expect(await statuses()).toEqual([206, 403]);
    await server.db.database.user.update({
      where: { supabaseUserId: people.ada.id },
      data: { deactivatedAt: new Date(server.clock.now()) },
    });
    expect(await statuses()).toEqual([403, 403]);
    const fresh = await urlFor(alex);
    await server.db.database.person.update({
      where: { supabaseUserId: alex.id },
      data: { tokensValidFrom: new Date(server.clock.now() + 1) },
    });
    expect((await fetched(fresh)).status).toBe(403);
  });

  it("is recorded: who, when and from where, once for each link", async () => {
    const url = await urlFor(people.ada);
    for (const range of ["bytes=0-9", "bytes=10-19", "bytes=20-29"])
      await fetched(url, { Range: range });
    await fetched(await urlFor(alex, { purpose: "download" }));
    await urlFor(sue);
    const rows = await server.db.database.recordingAccess.findMany({
      where: { callId: written.callId },
      orderBy: { action: "asc" },
    });
    expect(rows).toMatchObject([
      {
        tenantId: people.tenantId,
        userId: people.ada.id,
        action: "play",
        address: expect.stringContaining("127.0.0.1"),
        at: new Date(server.clock.now()),
      },
      { userId: alex.id, action: "download" },
    ]);
  });

  it("leaves nothing of a link, a key or a person in the log", async () => {
    const url = await urlFor(people.ada);
    await fetched(url);
    server.storage.failure = "denied";
    await fetched(url);
    await fetched(url.replace(/token=.*/u, "token=canary"));
    const { wrappedKey } = await server.db.database.recording.findUniqueOrThrow({
      where: { callId: written.callId },
    });
    const text = logged.join("");
    expect(text).toContain("/api/voip/calls/:callId/recording/audio");
    for (const secret of [new URL(url).searchParams.get("token"), "canary", wrappedKey, "Carl"])
      expect(text).not.toContain(secret);
  });

  it("waits for the file, and says what is missing", async () => {
    const state = (data: object) =>
      server.db.database.recording.update({ where: { callId: written.callId }, data });
    for (const unfinished of ["recording", "paused", "finishing"] as const) {
      await state({ state: unfinished });
      expect((await link(people.ada)).body.code).toBe("recording_not_ready");
    }
    await state({ state: "failed", failure: "storage_full" });
    expect((await link(people.ada)).body.code).toBe("recording_not_ready");
    expect((await people.ada.ask("GET", path())).body).toMatchObject({
      state: "failed",
      failure: "storage_full",
    });
    await state({ state: "complete" });
    server.storage.failure = "unavailable";
    expect((await fetched(await urlFor(people.ada))).status).toBe(503);
    expect((await people.ada.ask("GET", `${path()}/peaks`)).body.code).toBe(
      "recording_unavailable",
    );
    server.storage.failure = undefined;
    const key = `${written.storagePrefix}/recording.ogg`;
    const damaged = Uint8Array.from(server.storage.objects.get(key) ?? []);
    damaged[150_000] = (damaged[150_000] ?? 0) ^ 1;
    server.storage.objects.set(key, damaged);
    const url = await urlFor(people.ada);
    expect((await fetched(url, { Range: "bytes=0-9" })).status).toBe(206);
    const broken = await fetched(url, { Range: "bytes=150000-150009" });
    expect([broken.status, broken.headers.get("Content-Range")]).toEqual([503, null]);
    server.storage.objects.set(`${written.storagePrefix}/recording.ogg`, new Uint8Array(200_000));
    expect((await fetched(await urlFor(people.ada))).status).toBe(503);
  });
});
