import {
  callNotes,
  saveCallNotes,
  type CallNotes,
  type CallNotesChange,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";

/** Makes the notes of a call. By default nobody has saved any. */
export const someNotes = (change: Partial<CallNotes> = {}): CallNotes => ({
  notes: "",
  disposition: null,
  dispositionLabel: null,
  version: 0,
  updatedAt: null,
  updatedBy: null,
  dispositions: [
    { id: "solved", label: "Solved" },
    { id: "call-again", label: "Call again" },
    { id: "passed-on", label: "Passed on" },
  ],
  ...change,
});

/** Notes of calls as a server keeps them. */
export interface KeptNotes {
  /** Returns what is saved of a call. */
  readonly of: (callId: string) => CallNotes;
  /** Saves notes as a colleague does. */
  readonly put: (callId: string, change: Partial<CallNotes>) => void;
}

/** Lets a fake client read and save notes, by call id. Ada saves them. */
export function keepNotes(
  client: FakeCallClient,
  initial: Readonly<Record<string, CallNotes>> = {},
): KeptNotes {
  const kept = new Map(Object.entries(initial));
  const of = (callId: string): CallNotes => kept.get(callId) ?? someNotes();
  const save = (callId: string, name: string, change: Partial<CallNotes>): CallNotes => {
    const before = of(callId);
    const updatedBy = { supabaseUserId: name.toLowerCase(), name: `${name} Agent` };
    const saved = { ...before, ...change, version: before.version + 1, updatedBy };
    kept.set(callId, saved);
    return saved;
  };
  client.reply(callNotes, ({ params }) => of(params?.callId ?? ""));
  client.reply(saveCallNotes, ({ params, body }) => {
    const callId = params?.callId ?? "";
    const { version, ...change } = body ?? { version: 0 };
    if (version !== of(callId).version) return notesChanged(of(callId));
    return save(callId, "Ada", withLabel(change, of(callId)));
  });
  return { of, put: (callId, change) => void save(callId, "Grace", change) };
}

const withLabel = (
  { notes, disposition }: Omit<CallNotesChange, "version">,
  { dispositions }: CallNotes,
): Partial<CallNotes> => ({
  ...(notes === undefined ? {} : { notes }),
  ...(disposition === undefined
    ? {}
    : {
        disposition,
        dispositionLabel: dispositions.find(({ id }) => id === disposition)?.label ?? null,
      }),
});

/** Makes the error by which the server refuses a change of older notes. */
export const notesChanged = ({ notes, disposition, version, updatedBy }: CallNotes): ApiError =>
  new ApiError("notes_changed", 409, {
    title: "",
    status: 409,
    code: "notes_changed",
    notes,
    disposition,
    version,
    ...(updatedBy === null ? {} : { answeredBy: updatedBy.name }),
  });
