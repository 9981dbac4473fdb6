import {
  plainText,
  type CallNotes,
  type CallNotesChange,
  type Disposition,
} from "@synapse-voice/contract";
import type { Clock } from "@synapse-voice/platform/clock";
import { RefusalError } from "@synapse-voice/platform/errors";
import { nameOf, type Person } from "../identity/person.ts";
import type { TenantId } from "../identity/tenant-id.ts";
import type { NotedCall, NotesStore, StoredNotes } from "./store/notes-store.ts";

/** Notes and dispositions of calls: agents of the tenant read them, those of the call write them. */
export interface NotesService {
  read(agent: Person, callId: string): Promise<CallNotes>;
  save(agent: Person, callId: string, change: CallNotesChange): Promise<CallNotes>;
}

export interface NotesServiceDeps {
  readonly store: Pick<NotesStore, "find" | "save">;
  readonly dispositionsOf: (tenantId: TenantId) => Promise<readonly Disposition[]>;
  readonly clock: Clock;
}

export function createNotesService({
  store,
  dispositionsOf,
  clock,
}: NotesServiceDeps): NotesService {
  async function callOf({ tenantId }: Person, callId: string): Promise<NotedCall> {
    const call = await store.find(tenantId, callId);
    if (!call) throw new RefusalError("call_not_found");
    return call;
  }
  return {
    async read(agent, callId) {
      const { notes } = await callOf(agent, callId);
      return toCallNotes(notes, await dispositionsOf(agent.tenantId));
    },
    async save(agent, callId, change) {
      const call = await callOf(agent, callId);
      if (!mayWrite(agent, call)) throw new RefusalError("forbidden");
      const dispositions = await dispositionsOf(agent.tenantId);
      const changed: StoredNotes = {
        text: change.notes === undefined ? (call.notes?.text ?? "") : withPlainLines(change.notes),
        disposition: chosen(change.disposition, call.notes, dispositions),
        version: change.version + 1,
        updatedAt: clock.now(),
        updatedBy: { userId: agent.userId, name: nameOf(agent) },
      };
      const isCurrent = (call.notes?.version ?? 0) === change.version;
      if (isCurrent && (await store.save(agent.tenantId, callId, changed)))
        return toCallNotes(changed, dispositions);
      const { notes } = await callOf(agent, callId);
      if (notes && isSameChange(notes, changed)) return toCallNotes(notes, dispositions);
      throw notesChanged(notes);
    },
  };
}

const mayWrite = ({ userId, role }: Person, { agentIds }: NotedCall): boolean =>
  role === "ADMIN" || role === "SUPERVISOR" || agentIds.includes(userId);

const withPlainLines = (text: string): string => plainText(text.replaceAll(/\r\n?/gu, "\n"));

/** Returns the disposition after a change. One that was removed can only be left as it is. */
function chosen(
  id: CallNotesChange["disposition"],
  before: StoredNotes | null,
  dispositions: readonly Disposition[],
): Disposition | null {
  const stored = before?.disposition ?? null;
  if (id === undefined || id === stored?.id) return stored;
  if (id === null) return null;
  const disposition = dispositions.find((one) => one.id === id);
  if (!disposition)
    throw new RefusalError("invalid_request", {
      detail: "body.disposition: not one of the tenant's dispositions",
    });
  return { id: disposition.id, label: disposition.label };
}

/** Returns true for a change that was saved before, and is repeated because its reply was lost. */
const isSameChange = (stored: StoredNotes, changed: StoredNotes): boolean =>
  stored.version === changed.version &&
  stored.updatedBy.userId === changed.updatedBy.userId &&
  stored.text === changed.text &&
  stored.disposition?.id === changed.disposition?.id;

const notesChanged = (notes: StoredNotes | null): RefusalError =>
  new RefusalError("notes_changed", {
    notes: notes?.text ?? "",
    disposition: notes?.disposition?.id ?? null,
    version: notes?.version ?? 0,
    ...(notes ? { answeredBy: notes.updatedBy.name } : {}),
  });

const toCallNotes = (
  notes: StoredNotes | null,
  dispositions: readonly Disposition[],
): CallNotes => ({
  notes: notes?.text ?? "",
  disposition: notes?.disposition?.id ?? null,
  dispositionLabel: notes?.disposition?.label ?? null,
  version: notes?.version ?? 0,
  updatedAt: notes && new Date(notes.updatedAt).toISOString(),
  updatedBy: notes && { supabaseUserId: notes.updatedBy.userId, name: notes.updatedBy.name },
  dispositions: [...dispositions],
});
