import type { RecordingTerms } from "@synapse-voice/contract";
import type { Database } from "@synapse-voice/prisma";
import { addPerson, addTenant } from "@synapse-voice/prisma/testing";
import { randomUUID } from "node:crypto";

export const terms: RecordingTerms = {
  wordingId: "notice-1",
  version: 1,
  maxPauseSeconds: 300,
  autoResume: false,
  noRecordingNoCall: false,
  recordOnHold: false,
};

/** A call of Carl, a customer, with Ada, an agent. Its methods do what the server does. */
export interface RecordedCall {
  readonly callId: string;
  readonly tenantId: string;
  readonly roomName: string;
  readonly carl: string;
  readonly ada: string;
  answer(at?: number): Promise<void>;
  hold(since: number | null): Promise<void>;
  pause(at?: number): Promise<void>;
  resume(at?: number): Promise<void>;
  activate(at: number): Promise<void>;
  end(at?: number): Promise<void>;
}

export interface CallOptions {
  readonly placedAt?: number;
  /** Null as long as nobody has agreed. */
  readonly activeFrom?: number | null;
  readonly terms?: Partial<RecordingTerms>;
}

/** Places a call that rings and should be recorded. */
export async function placeCall(
  database: Database,
  { placedAt = Date.now(), activeFrom = placedAt, terms: more }: CallOptions = {},
): Promise<RecordedCall> {
  const tenantId = await addTenant(database);
  const person = async (firstName: string, role: "AGENT" | null) =>
    (await addPerson(database, { tenantId, firstName, role })).supabaseUserId;
  const [carl, ada] = [await person("Carl", null), await person("Ada", "AGENT")];
  const callId = randomUUID();
  const roomName = `room-${callId}`;
  const placed = new Date(placedAt);
  const call = { id: callId, tenantId, roomName, status: "RINGING", placedAt: placed } as const;
  const deadlineAt = new Date(placedAt + 3_600_000);
  await database.callLog.create({ data: { ...call, startedAt: placed, deadlineAt } });
  const leg = { callId, tenantId, placedAt: placed, deviceId: "device" };
  await database.callLeg.createMany({
    data: [
      { ...leg, role: "caller", userId: carl, userType: "PORTAL_CUSTOMER", name: "Carl Test" },
      { ...leg, role: "callee", userId: ada, userType: "CRM_USER", name: "Ada Test" },
    ],
  });
  await database.recording.create({
    data: {
      callId,
      tenantId,
      mode: "notice",
      terms: { ...terms, ...more },
      activeFrom: activeFrom === null ? null : new Date(activeFrom),
      createdAt: placed,
      updatedAt: placed,
    },
  });
  let isAnswered = false;
  type Change<Table extends "callLog" | "callLeg"> = Parameters<
    Database[Table]["updateMany"]
  >[0]["data"];
  const change = (legs: Change<"callLeg">, call: Change<"callLog">) =>
    database.$transaction([
      database.callLeg.updateMany({ where: { callId }, data: legs }),
      database.callLog.updateMany({ where: { id: callId }, data: call }),
    ]);
  const setState = async (from: "recording" | "paused", state: "recording" | "paused") =>
    void (await database.recording.updateMany({ where: { callId, state: from }, data: { state } }));
  return {
    callId,
    tenantId,
    roomName,
    carl,
    ada,
    async answer(at = Date.now()) {
      const answeredAt = new Date(at);
      isAnswered = true;
      await change(
        { joinedAt: answeredAt },
        { status: "IN_PROGRESS", answeredAt, startedAt: answeredAt },
      );
    },
    async hold(since) {
      const holdSince = since === null ? null : new Date(since);
      await database.callLeg.updateMany({ where: { callId, userId: ada }, data: { holdSince } });
    },
    async pause(at = Date.now()) {
      const startedAt = new Date(at);
      await database.recordingPause.create({
        data: { tenantId, callId, startedAt, startedById: ada },
      });
      await setState("recording", "paused");
    },
    async resume(at = Date.now()) {
      const data = { endedAt: new Date(at), endedById: ada };
      await database.recordingPause.updateMany({ where: { callId, endedAt: null }, data });
      await setState("paused", "recording");
    },
    async activate(at) {
      const data = { activeFrom: new Date(at) };
      await database.recording.update({ where: { callId }, data });
    },
    async end(at = Date.now()) {
      const endedAt = new Date(at);
      const reason = isAnswered ? "hung_up" : "cancelled";
      await change(
        { leftAt: endedAt, leftReason: reason, holdSince: null },
        {
          status: isAnswered ? "COMPLETED" : "CANCELLED",
          endedAt,
          endReason: reason,
          deadlineAt: null,
        },
      );
    },
  };
}
