import type { CallNotes, CallNotesChange } from "@synapse-voice/contract";
import { iso, json, problem } from "./replies.ts";
import type { SeenRequest, ServerState } from "./server-state.ts";

/** Notes of a call for which nobody has saved any. */
export const emptyNotes: CallNotes = {
  notes: "",
  disposition: null,
  dispositionLabel: null,
  version: 0,
  updatedAt: null,
  updatedBy: null,
  dispositions: [
    { id: "solved", label: "Solved" },
    { id: "lost", label: "Lost" },
  ],
};

/** Answers `GET` and `PATCH /api/voip/calls/:callId/notes`. */
export function notes(state: ServerState, { method, path, body }: SeenRequest): Response {
  const callId = path.split("/").at(-2) ?? "";
  if (!state.calls.has(callId)) return problem("call_not_found");
  const stored = state.notes.get(callId) ?? emptyNotes;
  if (method === "GET") return json(200, stored);
  const change = body as CallNotesChange;
  const changed = afterChange(stored, change);
  // A change whose reply was lost is saved once.
  if (stored.version === change.version + 1 && isSaved(state, stored, changed))
    return json(200, stored);
  if (stored.version !== change.version) return conflict(stored);
  if (change.disposition && changed.dispositionLabel === null) return problem("invalid_request");
  const updatedBy = { supabaseUserId: state.userId, name: "Me" };
  const saved = {
    ...changed,
    version: stored.version + 1,
    updatedAt: iso(state.now()),
    updatedBy,
  };
  state.notes.set(callId, saved);
  return json(200, saved);
}

function afterChange(stored: CallNotes, { notes: text, disposition }: CallNotesChange): CallNotes {
  const withText = { ...stored, notes: text ?? stored.notes };
  if (disposition === undefined || disposition === stored.disposition) return withText;
  const chosen = stored.dispositions.find(({ id }) => id === disposition);
  return { ...withText, disposition, dispositionLabel: chosen?.label ?? null };
}

const isSaved = ({ userId }: ServerState, stored: CallNotes, changed: CallNotes): boolean =>
  stored.updatedBy?.supabaseUserId === userId &&
  stored.notes === changed.notes &&
  stored.disposition === changed.disposition;

const conflict = ({ notes: text, disposition, version, updatedBy }: CallNotes): Response =>
  problem("notes_changed", {
    notes: text,
    disposition,
    version,
    ...(updatedBy && { answeredBy: updatedBy.name }),
  });
