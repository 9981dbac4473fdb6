import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newTenant } from "../testing/new-tenant.ts";
import {
  record,
  startRecordingServer,
  talk,
  type RecordingServer,
} from "../testing/recorded-call.ts";
import type { TestClient } from "../testing/server-for-tests.ts";

const modes = (mode: string) => ({ inbound: mode, outbound: mode, internal: mode });

describe("the recording of a call, as people command it", () => {
  let server: RecordingServer;
  beforeAll(async () => {
    server = await startRecordingServer();
  });
  afterAll(() => server?.close());

  const tenant = (recording: object) => newTenant(server, { recording });
  const send = (who: TestClient, callId: string, command: string, body?: object) =>
    who.ask("POST", `/api/voip/calls/${callId}/recording/${command}`, body);
  const consent = (who: TestClient, callId: string, agreed: boolean, wordingId = "ask-1") =>
    send(who, callId, "consent", { agreed, wordingId, language: "en" });
  const row = (callId: string) =>
    server.db.database.recording.findUnique({ where: { callId }, include: { pauses: true } });
  const hangUp = (who: TestClient, callId: string) =>
    who.ask("POST", `/api/voip/calls/${callId}/hang-up`);
  const historyOf = async (who: TestClient) =>
    (await who.ask("GET", "/api/voip/history")).body.map(
      ({ recording }: { recording: unknown }) => recording,
    );

  it("is none where the setting is off, and none where nobody answered", async () => {
    const off = await tenant({});
    const callId = await talk(off.carl, off.ada);
    expect(await row(callId)).toBeNull();
    expect((await hangUp(off.carl, callId)).body.call).not.toHaveProperty("recording");
    const on = await tenant({ modes: modes("notice") });
    const { body } = await on.carl.ask("POST", "/api/voip/start-call", {
      calleeSupabaseId: on.ada.id,
    });
    expect(body.call.recording).toMatchObject({ state: "pending", mode: "notice" });
    expect(await row(body.callId)).toMatchObject({ state: "pending", mode: "notice" });
    await on.carl.ask("POST", `/api/voip/calls/${body.callId}/cancel`);
    expect(await row(body.callId)).toBeNull();
    expect(await historyOf(on.carl)).toEqual([null]);
  });

  it("follows the settings of when the call was placed, and no later ones", async () => {
    const { tenantId, carl, ada } = await tenant({ modes: { inbound: "ask" } });
    const { callId } = (
      await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id })
    ).body;
    for (const mode of ["off", "notice"]) {
      await server.db.database.tenant.update({
        where: { id: tenantId },
        data: { settings: { recording: { modes: modes(mode) } } },
      });
      expect(await row(callId)).toMatchObject({ mode: "ask", activeFrom: null });
    }
    const answered = await ada.ask("POST", `/api/voip/calls/${callId}/accept`);
    expect(answered.body.call.recording).toMatchObject({ mode: "ask", activeFrom: null });
  });

  it("begins with the customer's consent, which is kept with wording, language and version", async () => {
    const { tenantId, carl, ada, dora } = await tenant({ modes: modes("ask") });
    const callId = await talk(carl, ada);
    expect((await consent(ada, callId, true)).body.code).toBe("consent_not_asked");
    expect((await consent(dora, callId, true)).body.code).toBe("call_not_found");
    expect((await consent(carl, callId, true, "ask-999")).body.code).toBe("invalid_request");
    expect((await consent(carl, callId, true, "notice-1")).body.code).toBe("consent_not_asked");
    expect((await row(callId))?.activeFrom).toBeNull();
    const agreed = await consent(carl, callId, true);
    expect([agreed.status, agreed.body.call.recording.agreed]).toEqual([200, true]);
    expect((await row(callId))?.activeFrom).toEqual(new Date(server.clock.now()));
    expect(await server.db.database.recordingConsent.findMany({ where: { callId } })).toMatchObject(
      [
        {
          tenantId,
          userId: carl.id,
          agreed: true,
          wordingId: "ask-1",
          language: "en",
          version: 1,
          givenAt: new Date(server.clock.now()),
        },
      ],
    );
    const events = await server.db.database.callEvent.findMany({
      where: { callId, supabaseUserId: ada.id },
      orderBy: { seq: "desc" },
      take: 1,
    });
    expect(events).toMatchObject([{ payload: { call: { recording: { agreed: null } } } }]);
  });

  it("that the customer refuses leaves the call as it is, and stays refused in the history", async () => {
    const { carl, ada } = await tenant({ modes: modes("ask") });
    const callId = await talk(carl, ada);
    expect((await consent(carl, callId, false)).body.call).toMatchObject({
      status: "IN_PROGRESS",
      recording: { state: "refused", asksReader: false },
    });
    expect((await send(ada, callId, "pause")).body.code).toBe("recording_refused");
    await hangUp(ada, callId);
    expect(await row(callId)).toMatchObject({ state: "refused", activeFrom: null });
    expect(await historyOf(ada)).toEqual(["refused"]);
  });

  it("starts when an agent of the call says so, where it is theirs to choose", async () => {
    const { carl, ada, grace } = await tenant({ modes: modes("agent") });
    const callId = await talk(carl, ada);
    expect((await send(carl, callId, "start")).body.code).toBe("forbidden");
    expect((await send(grace, callId, "start")).body.code).toBe("call_not_found");
    expect((await send(ada, callId, "start")).status).toBe(200);
    expect((await row(callId))?.activeFrom).toEqual(new Date(server.clock.now()));
  });

  it("pauses and resumes, whatever the recorder writes meanwhile", async () => {
    const { carl, ada } = await tenant({ modes: modes("notice") });
    const callId = await talk(carl, ada);
    const write = (state: "recording" | "paused") =>
      server.db.database.recording.update({ where: { callId }, data: { state } });
    expect((await send(ada, callId, "pause")).body.call.recording.state).toBe("paused");
    expect((await row(callId))?.state).toBe("pending");
    await write("paused");
    server.clock.advance(2_000);
    expect((await send(ada, callId, "resume")).body.call.recording.state).toBe("recording");
    expect((await row(callId))?.state).toBe("recording");
    const twice = await Promise.all([send(ada, callId, "pause"), send(ada, callId, "pause")]);
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    const { state, pauses } = (await row(callId))!;
    expect(state).toBe("paused");
    expect(pauses.map(({ endedById }) => endedById).toSorted()).toEqual([ada.id, null].toSorted());
    server.clock.advance(1_000);
    await hangUp(carl, callId);
    expect((await row(callId))?.pauses.filter(({ endedAt }) => endedAt === null)).toEqual([]);
  });

  it("warns of a pause that nobody ends, and ends it only where the tenant wants that", async () => {
    const people = [
      await tenant({ modes: modes("notice"), maxPauseSeconds: 60 }),
      await tenant({ modes: modes("notice"), maxPauseSeconds: 60, autoResume: true }),
    ];
    const calls = await Promise.all(people.map(({ carl, ada }) => talk(carl, ada)));
    for (const [index, { carl, ada }] of people.entries()) {
      const { roomName } = (await send(ada, calls[index]!, "pause")).body.call;
      for (const { id } of [carl, ada]) server.media.join(roomName, id, "default");
    }
    const seen = async () =>
      Promise.all(
        people.map(async ({ ada }) => (await ada.ask("GET", "/api/voip/calls/live")).body.calls[0]),
      );
    const before = await seen();
    server.clock.advance(59_000);
    await server.app.sweeper.sweep();
    expect((await seen()).map(({ recording }) => recording)).toEqual(
      before.map(({ recording }) => recording),
    );
    server.clock.advance(2_000);
    await server.app.sweeper.sweep();
    expect((await seen()).map(({ recording }) => recording)).toMatchObject([
      { pausedSince: expect.any(String), isPauseOverdue: true },
      { pausedSince: null, isPauseOverdue: false },
    ]);
    for (const [index, { carl }] of people.entries()) await hangUp(carl, calls[index]!);
  });

  it("tells the parties what the recorder wrote", async () => {
    const { carl, ada } = await tenant({ modes: modes("notice") });
    const callId = await talk(carl, ada);
    await server.db.database.recording.update({ where: { callId }, data: { state: "recording" } });
    await server.app.sweeper.sweep();
    for (const supabaseUserId of [carl.id, ada.id])
      expect(
        await server.db.database.callEvent.findFirst({
          where: { callId, supabaseUserId },
          orderBy: { seq: "desc" },
        }),
      ).toMatchObject({ payload: { call: { recording: { state: "recording" } } } });
    const count = () => server.db.database.callEvent.count({ where: { callId } });
    const told = await count();
    await server.app.sweeper.sweep();
    expect(await count()).toBe(told);
  });

  it("is told before the call, and a call that can't be recorded is refused where the tenant says so", async () => {
    const { tenantId, carl, ada } = await tenant({
      modes: { inbound: "notice", outbound: "ask" },
      noRecordingNoCall: true,
    });
    const notices = async (who: TestClient) =>
      (await who.ask("GET", "/api/voip/recording-notices")).body;
    const inbound = { mode: "notice", wordingId: "notice-1", noRecordingNoCall: true };
    expect(await notices(carl)).toEqual({ inbound });
    expect(await notices(ada)).toEqual({
      inbound,
      outbound: { mode: "ask", wordingId: "ask-1", noRecordingNoCall: true },
      internal: null,
    });
    const start = () => carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id });
    const recorder = (leaseMs: number, freeCalls: number) => {
      const data = { leaseUntil: new Date(server.clock.now() + leaseMs), freeCalls };
      return server.db.database.recorderProcess.upsert({
        where: { id: "r" },
        create: { id: "r", ...data },
        update: data,
      });
    };
    expect(await start()).toMatchObject({ status: 503, body: { code: "recording_unavailable" } });
    await recorder(5_000, 0);
    expect((await start()).status).toBe(503);
    await recorder(-1, 5);
    expect((await start()).status).toBe(503);
    expect(await server.db.database.callLog.count({ where: { tenantId } })).toBe(0);
    await recorder(5_000, 5);
    expect((await start()).status).toBe(201);
    await server.db.database.recorderProcess.deleteMany();
  });

  it("says so when no recorder was there", async () => {
    const { carl, ada } = await tenant({ modes: modes("notice") });
    const callId = await talk(carl, ada);
    await hangUp(carl, callId);
    server.clock.advance(59_000);
    await server.app.sweeper.sweep();
    expect(await row(callId)).toMatchObject({ state: "pending" });
    server.clock.advance(12_000);
    await server.app.sweeper.sweep();
    expect(await row(callId)).toMatchObject({ state: "failed", failure: "no_recorder" });
    expect(await historyOf(ada)).toEqual(["failed"]);
  });

  it("is described to those who may hear it, with the names that they may read", async () => {
    const { carl, ada } = await tenant({
      modes: modes("ask"),
      listeners: { customers: "own" },
      retentionDays: 30,
    });
    const callId = await talk(carl, ada);
    await consent(carl, callId, true);
    const read = (who: TestClient) => who.ask("GET", `/api/voip/calls/${callId}/recording`);
    expect((await read(ada)).body).toMatchObject({
      state: "pending",
      startedAt: null,
      expectedSeconds: null,
      consent: { agreed: true, by: { supabaseUserId: carl.id, name: "Carl Test" } },
    });
    await hangUp(carl, callId);
    const endedAt = server.clock.now();
    await record(
      server,
      callId,
      {
        speakers: [{ supabaseUserId: carl.id, side: "left", from: 1, to: 2 }],
        gaps: [{ side: "right", from: 3, to: 5, reason: "lost" }],
        pauses: [{ from: 10, to: 20 }],
      },
      "partial",
    );
    expect((await read(ada)).body).toMatchObject({
      state: "partial",
      left: {
        people: [{ supabaseUserId: carl.id, type: "PORTAL_CUSTOMER", name: "Carl Test" }],
        recordedSeconds: 60,
        spoken: [{ supabaseUserId: carl.id, from: 1, to: 2 }],
      },
      right: { people: [{ supabaseUserId: ada.id, name: "Ada Test" }], recordedSeconds: 58 },
      expectedSeconds: 60,
      recordedSeconds: 58,
      gaps: [{ side: "right", from: 3, to: 5, reason: "lost" }],
      pauses: [{ from: 10, to: 20 }],
      retainUntil: new Date(endedAt + 30 * 24 * 3_600_000).toISOString(),
      legalHold: false,
      deletedAt: null,
    });
    expect((await read(carl)).body.right.people).toMatchObject([{ name: "Ada" }]);
    expect(await historyOf(ada)).toEqual(["partial"]);
  });
});
