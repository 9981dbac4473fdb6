import { plainLine, plainText } from "@synapse-voice/contract";
import { isUuid } from "@synapse-voice/platform/database";
import type { CallNotes, Database } from "@synapse-voice/prisma";
import { previewLength, previewOf } from "../notes-preview.ts";
import type { NotesStore, StoredNotes } from "./notes-store.ts";

const dispositionOf = ({
  dispositionId,
  dispositionLabel,
}: Pick<CallNotes, "dispositionId" | "dispositionLabel">): StoredNotes["disposition"] =>
  dispositionId === null ? null : { id: dispositionId, label: plainLine(dispositionLabel ?? "") };

const toNotes = (row: CallNotes): StoredNotes => ({
  text: plainText(row.text),
  disposition: dispositionOf(row),
  version: row.version,
  updatedAt: row.updatedAt.getTime(),
  updatedBy: { userId: row.updatedById, name: plainLine(row.updatedByName) },
});

interface PreviewRow extends Pick<CallNotes, "callId" | "dispositionId" | "dispositionLabel"> {
  readonly beginning: string;
}

/** Notes in PostgreSQL. */
export function createPrismaNotesStore(database: Database): NotesStore {
  return {
    async find(tenantId, callId) {
      if (!isUuid(callId)) return null;
      const call = await database.callLog.findFirst({
        where: { tenantId, id: callId },
        select: {
          notes: true,
          legs: { where: { tenantId, userType: "CRM_USER" }, select: { userId: true } },
        },
      });
      return (
        call && {
          agentIds: call.legs.map(({ userId }) => userId),
          notes: call.notes && toNotes(call.notes),
        }
      );
    },
    save: (tenantId, callId, notes) => save(database, tenantId, callId, notes),
    async ofCalls(tenantId, callIds) {
      // Reads no whole texts. The database counts characters as a preview does.
      const rows = await database.$queryRaw<PreviewRow[]>`
        SELECT
          "callId",
          left("text", ${previewLength + 1}::int) AS "beginning",
          "dispositionId",
          "dispositionLabel"
        FROM "call_notes"
        WHERE "tenantId" = ${tenantId}::uuid AND "callId" = ANY(${[...callIds]}::uuid[])`;
      return new Map(
        rows.map((row) => [
          row.callId,
          { notes: plainText(previewOf(row.beginning)), disposition: dispositionOf(row) },
        ]),
      );
    },
  };
}

async function save(
  database: Database,
  tenantId: string,
  callId: string,
  { text, disposition, version, updatedAt, updatedBy }: StoredNotes,
): Promise<boolean> {
  if (!isUuid(callId)) return false;
  const data = {
    text,
    dispositionId: disposition?.id ?? null,
    dispositionLabel: disposition?.label ?? null,
    version,
    updatedAt: new Date(updatedAt),
    updatedById: updatedBy.userId,
    updatedByName: updatedBy.name,
  };
  const { count } =
    version === 1
      ? await database.callNotes.createMany({
          data: [{ tenantId, callId, ...data }],
          skipDuplicates: true,
        })
      : await database.callNotes.updateMany({
          where: { tenantId, callId, version: version - 1 },
          data,
        });
  return count > 0;
}
