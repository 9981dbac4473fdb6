import {
  callHistory,
  callNotes,
  getSettings,
  saveCallNotes,
  TenantSettings,
  type CallNotes,
  type Disposition,
} from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "@synapse-voice/client";
import type { FakeCallClient } from "@synapse-voice/client/testing";
import { adasClient } from "../../testing/fake-console.ts";
import { someNotes } from "../../testing/notes.ts";
import { anEntry, history, reachable } from "../../testing/samples.ts";
import { stateOf, type GalleryState } from "./gallery-state.ts";
import { connected, onCall, wrapUp } from "./sample-calls.ts";

const line =
  "Order A-20418 is late. Carl was promised Friday, and the parcel is still in the warehouse.";
const longWord = "https://portal.acme.example/orders/A-20418/".repeat(3);
const solved = { id: "solved", label: "Solved" };

const notedHistory = [
  anEntry("1", 0.4, { duration: 247, notes: `${line}\nWants a refund.`, disposition: solved }),
  anEntry("2", 1.3, {
    status: "MISSED",
    endReason: "ring_timeout",
    notes: "",
    disposition: { id: "old", label: "Passed on to the second warehouse, which calls back" },
  }),
  anEntry("3", 26, { duration: 62, notes: `${longWord}\n${line}\n${line}`, disposition: null }),
  ...history.slice(3).map((entry) => ({ ...entry, notes: "", disposition: null })),
];

/** A client that has a history with notes, and calls with these notes. */
function clientWith(
  notes: CallNotes | ApiError | (() => Promise<CallNotes>),
  save?: ApiError | (() => Promise<CallNotes>),
  calls = [onCall()],
): FakeCallClient {
  const state = calls.length === 0 ? "available" : "on_call";
  const client = adasClient({ calls, presence: { ...reachable, state } });
  client.reply(callHistory, notedHistory);
  client.reply(callNotes, notes);
  if (save !== undefined) client.reply(saveCallNotes, save);
  return client;
}

const during = (...notes: Parameters<typeof clientWith>): GalleryState =>
  stateOf(clientWith(...notes), { media: connected });

const base = { notes: line, disposition: null };
const saved = someNotes({ ...base, version: 1 });
const byGrace = someNotes({
  notes: `${line}\nI have sent a new one. Grace`,
  disposition: "solved",
  dispositionLabel: "Solved",
  version: 2,
  updatedBy: { supabaseUserId: "grace", name: "Grace Agent" },
});
/** Notes that Ada typed before the page was loaded again. */
const unsavedNotes = {
  content: { notes: `${line}\nWants a refund.`, disposition: "call-again" },
  base,
  version: 1,
};

const outcomes = (dispositions: readonly Disposition[]): FakeCallClient => {
  const client = adasClient();
  client.reply(getSettings, v.parse(TenantSettings, { dispositions }));
  return client;
};
const someOutcomes: readonly Disposition[] = [
  solved,
  { id: "call-again", label: "Call again" },
  { id: "passed-on", label: "Passed on to the second warehouse, which calls back tomorrow" },
];

/** Notes of calls in every state, in lists, and the outcomes in the settings. */
export const notesStates: Record<string, GalleryState> = {
  "notes-loading": {
    ...during(() => new Promise<CallNotes>(() => {})),
    scrollTo: "Loading notes",
  },
  "notes-load-failed": during(new ApiError("database_unavailable", 503)),
  "notes-empty": during(someNotes()),
  "notes-saved": during(someNotes({ ...byGrace, notes: line })),
  "notes-long": during(
    someNotes({ notes: `${line}\n${longWord}\n`.repeat(60).slice(0, 9_640), version: 1 }),
  ),
  "notes-removed-outcome": during(
    someNotes({ notes: line, disposition: "old", dispositionLabel: "Old outcome", version: 1 }),
  ),
  "notes-conflict": { ...during(byGrace), unsavedNotes },
  "notes-full": during(
    someNotes({ notes: `${line}\n${longWord}\n`.repeat(60).slice(0, 10_000), version: 1 }),
  ),
  "notes-not-saved": {
    ...during(saved, new ApiError("database_unavailable", 503)),
    unsavedNotes,
  },
  "notes-saving": { ...during(saved, () => new Promise<CallNotes>(() => {})), unsavedNotes },
  "notes-read-only": { ...during(saved, new ApiError("forbidden", 403)), unsavedNotes },
  "notes-wrap-up": { ...during(saved), change: { calls: [], presence: wrapUp } },
  "notes-history": stateOf(clientWith(saved, undefined, [])),
  "settings-outcomes": {
    ...stateOf(outcomes(someOutcomes)),
    fragment: "#/settings",
    scrollTo: "Move Solved down",
  },
  "settings-outcomes-wrong": {
    ...stateOf(outcomes([...someOutcomes, { id: "solved-2", label: "Solved" }])),
    fragment: "#/settings",
    fill: { label: "Wrap-up in seconds", text: "45" },
    press: "Save",
  },
};
