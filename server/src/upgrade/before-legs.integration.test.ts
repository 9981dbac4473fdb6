import { CallEvent, LiveCalls, type CallSnapshot } from "@synapse-voice/contract";
import { recordedEventRows } from "@synapse-voice/contract/testing";
import { createFakeClock } from "@synapse-voice/platform/testing";
import type { MigratedDatabase } from "@synapse-voice/prisma/testing";
import * as v from "valibot";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  ask,
  startTestServer,
  tokenFor,
  type TestReply,
  type TestServer,
} from "../testing/server-for-tests.ts";
import { startDatabaseOfBefore } from "./testing/database-of-before.ts";
import type { LiveCall } from "./testing/day-of-calls.ts";
import { idOf, names, type Name } from "./testing/recorder.ts";
import { likeRecorded, masked, recordedEnd, readAtTheEnd } from "./testing/recording.ts";

const paths = {
  history: "/api/voip/history",
  page: "/api/voip/history?limit=2",
  live: "/api/voip/calls/live",
  agents: "/api/voip/agents/available",
  queue: "/api/voip/queue",
} as const;

describe("calls that the version before legs has made", { timeout: 120_000 }, () => {
  let db: MigratedDatabase;
  let server: TestServer;

  beforeEach(async () => {
    await server?.close();
    await db?.close();
    db = await startDatabaseOfBefore();
    server = await startTestServer({
      db,
      clock: createFakeClock(recordedEnd.now),
      tenantId: recordedEnd.tenantId,
    });
  });
  afterAll(async () => {
    await server?.close();
    await db?.close();
  });

  const send = async (
    by: Name,
    method: string,
    path: string,
    device = `${by}-desk`,
  ): Promise<TestReply> =>
    ask(
      server.url,
      await tokenFor(idOf(by), server.clock.now() + 3_600_000),
      method,
      path,
      undefined,
      { "Synapse-Device": device },
    );
  const command = async (by: Name, verb: string, call: LiveCall, device?: string) => {
    const { status, body } = await send(
      by,
      "POST",
      `/api/voip/calls/${recordedEnd.live[call]}/${verb}`,
      device,
    );
    return body.call ? `${status} ${body.call.status}` : `${status} ${body.code ?? ""}`.trim();
  };
  const stateOf = async (call: LiveCall): Promise<string> => {
    const { status, endReason, endedBy } = await db.database.callLog.findUniqueOrThrow({
      where: { id: recordedEnd.live[call] },
    });
    return [status, endReason, names.find((name) => idOf(name) === endedBy)]
      .filter((part) => part)
      .join(" ");
  };
  /** Puts everybody into the room of their call, as it was when the database was saved. */
  const enterRooms = async (...but: readonly Name[]): Promise<void> => {
    const legs = await db.database.callLeg.findMany({
      where: { leftAt: null, deviceId: { not: null } },
      include: { call: true },
    });
    for (const { call, userId, deviceId } of legs) {
      await server.media.createRoom(call.roomName, call.id);
      if (!but.some((name) => idOf(name) === userId))
        server.media.join(call.roomName, userId, deviceId ?? "");
    }
  };
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 4) {
      server.clock.advance(Math.min(4, seconds - passed) * 1_000);
      await server.app.sweeper.sweep();
    }
  };

  it("are answered for as they were then, in every field that there was", async () => {
    const recorded = readAtTheEnd();
    for (const name of names) {
      const actual: Record<string, unknown> = {};
      for (const [key, path] of Object.entries(paths))
        actual[key] = (await send(name, "GET", path)).body;
      expect([name, masked(likeRecorded(actual, recorded[name]))]).toEqual([
        name,
        masked(recorded[name]),
      ]);
    }
  });

  it("have legs that say the same as caller and callee", async () => {
    for (const name of names) {
      const { status, body } = await send(name, "GET", "/api/voip/calls/live?since=0");
      if (status !== 200) continue;
      for (const call of v.parse(LiveCalls, body).calls)
        expect([call.id, call.legs]).toEqual([call.id, legsLike(call)]);
    }
  });

  it("keep their events, row by row, and these can be read", async () => {
    const rows = await db.database.callEvent.findMany({ orderBy: { seq: "asc" } });
    expect(rows.map(({ seq, ...row }) => ({ ...row, seq: Number(seq) }))).toEqual(
      recordedEventRows().map((row) => ({ ...row, createdAt: new Date(row.createdAt) })),
    );
    for (const { payload } of rows)
      expect(v.parse(CallEvent, payload)).toMatchObject(payload as object);
    const { body } = await send("carl", "GET", "/api/voip/calls/live?since=0");
    expect(body.cursor).toBe(
      String(recordedEventRows().findLast((row) => row.supabaseUserId === idOf("carl"))?.seq),
    );
  });

  it("go on: what rings is answered, what is held is resumed, and all of it ends", async () => {
    await enterRooms("nora", "kira");
    expect(await command("lars", "accept", "ringsCustomer")).toBe("200 IN_PROGRESS");
    // An agent who is on a call holds it with the answer to another one.
    expect(await command("sven", "accept", "ringsAgent")).toBe("200 IN_PROGRESS");
    expect(await command("uma", "accept", "rungFromQueue")).toBe("200 IN_PROGRESS");
    expect(await command("paul", "lease", "waits")).toMatch(/^200 (?:QUEUED|RINGING)$/u);
    expect(await command("sven", "resume", "talks")).toBe("200 IN_PROGRESS");
    expect(await command("ada", "resume", "heldByCallee")).toBe("200 IN_PROGRESS");
    expect(await command("grace", "resume", "heldByCaller")).toBe("200 IN_PROGRESS");
    expect(await command("vera", "hold", "talksFromQueue")).toBe("200 IN_PROGRESS");
    expect(await command("finn", "media-token", "moved")).toBe("409 answered_elsewhere");
    expect(await command("finn", "media-token", "moved", "finn-phone")).toBe("200");
    expect(
      (await db.database.callLeg.findMany({ where: { holdSince: { not: null } } }))
        .map(({ userId, callId }) => [
          names.find((name) => idOf(name) === userId),
          Object.entries(recordedEnd.live).find(([, id]) => id === callId)?.[0],
        ])
        .toSorted(),
    ).toEqual(
      [
        ["ada", "secondOfHolder"],
        ["grace", "moved"],
        ["nora", "calleeIsGone"],
        ["sven", "ringsAgent"],
        ["vera", "talksFromQueue"],
      ].filter(([name]) => name !== "nora"),
    );
    expect(await command("carl", "hang-up", "heldByCallee")).toBe("200 COMPLETED");
    expect(await command("ada", "hang-up", "secondOfHolder")).toBe("200 COMPLETED");
    expect(await command("margo", "hang-up", "agentsTalk")).toBe("200 COMPLETED");
    expect(await command("quin", "hang-up", "talksFromQueue")).toBe("200 COMPLETED");
    expect(await command("paul", "cancel", "waits")).toBe("200 CANCELLED");
  });

  it("are over in time: who is gone has the rest of their grace, who waits that of their lease", async () => {
    await enterRooms("nora", "kira");
    await pass(8);
    expect([await stateOf("callerSaidGoodbye"), await stateOf("calleeIsGone")]).toEqual([
      "IN_PROGRESS",
      "IN_PROGRESS",
    ]);
    await pass(4);
    expect([await stateOf("callerSaidGoodbye"), await stateOf("calleeIsGone")]).toEqual([
      "COMPLETED connection_lost",
      "IN_PROGRESS",
    ]);
    await pass(8);
    expect([await stateOf("calleeIsGone"), await stateOf("talks")]).toEqual([
      "COMPLETED connection_lost",
      "IN_PROGRESS",
    ]);
    for (const call of ["ringsCustomer", "ringsAgent", "rungFromQueue", "waits"] as const)
      expect(await stateOf(call)).toBe("CANCELLED caller_gone");
  });
});

/** Returns the legs of a call as the other fields of its snapshot imply them. */
const legsLike = ({ caller, callee, answeredAt, endedAt, endReason }: CallSnapshot) =>
  [
    { role: "caller", party: caller },
    { role: "callee", party: callee },
  ]
    .filter(({ party }) => party !== null)
    .map((leg) =>
      expect.objectContaining({
        ...leg,
        joinedAt: answeredAt,
        leftAt: endedAt,
        leftReason: endReason,
      }),
    );
