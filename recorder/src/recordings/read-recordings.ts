import { RecordingTerms } from "@synapse-voice/contract";
import type { Database, Prisma } from "@synapse-voice/prisma";
import * as v from "valibot";
import type { Recording } from "./recording.ts";
import { isOpenState } from "./recording-store.ts";

const select = {
  callId: true,
  tenantId: true,
  state: true,
  attempt: true,
  wrappedKey: true,
  storagePrefix: true,
  activeFrom: true,
  terms: true,
  pauses: { select: { id: true, startedAt: true, endedAt: true } },
  call: {
    select: {
      roomName: true,
      placedAt: true,
      answeredAt: true,
      endedAt: true,
      legs: {
        select: { userId: true, userType: true, role: true, holdSince: true, leftAt: true },
      },
    },
  },
} satisfies Prisma.RecordingSelect;

type Row = Prisma.RecordingGetPayload<{ select: typeof select }>;

/** Reads recordings with their calls. Leaves out those that are over. */
export async function readRecordings(
  database: Database,
  callIds: readonly string[],
): Promise<Recording[]> {
  if (callIds.length === 0) return [];
  const rows = await database.recording.findMany({
    where: { callId: { in: [...callIds] } },
    select,
  });
  return rows.map(toRecording).filter((recording) => recording !== null);
}

const ms = (time: Date | null): number | null => time?.getTime() ?? null;

function toRecording({ call, pauses, terms, ...row }: Row): Recording | null {
  const { callId, tenantId, attempt, wrappedKey, storagePrefix, state } = row;
  if (!isOpenState(state) || storagePrefix === null) return null;
  const parsed = v.safeParse(RecordingTerms, terms);
  return {
    callId,
    tenantId,
    attempt,
    wrappedKey,
    storagePrefix,
    state,
    roomName: call.roomName,
    placedAt: call.placedAt.getTime(),
    answeredAt: ms(call.answeredAt),
    endedAt: ms(call.endedAt),
    activeFrom: ms(row.activeFrom),
    // Terms of another version of the server: what is not known to be allowed is not recorded.
    recordOnHold: parsed.success && parsed.output.recordOnHold,
    pauses: pauses.map(({ id, startedAt, endedAt }) => ({
      id,
      from: startedAt.getTime(),
      to: ms(endedAt),
    })),
    parties: call.legs.map(({ userId, userType, role, holdSince, leftAt }) => ({
      userId,
      isCustomer: userType === "PORTAL_CUSTOMER",
      isCaller: role === "caller",
      holdSince: leftAt === null ? ms(holdSince) : null,
    })),
  };
}
