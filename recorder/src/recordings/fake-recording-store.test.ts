import { randomUUID } from "node:crypto";
import { beforeEach, describe } from "vitest";
import { createFakeRecordingStore, type FakeRecordingStore } from "./fake-recording-store.ts";
import { ringing } from "../testing/ringing-call.ts";
import { recordingStoreCases } from "./testing/recording-store-cases.ts";

const placedAt = Date.parse("2026-03-01T09:59:00.000Z");

describe("the fake store of recordings", () => {
  let store: FakeRecordingStore;
  beforeEach(() => {
    store = createFakeRecordingStore();
  });

  recordingStoreCases(() => ({
    store,
    async place({ activeFrom } = {}) {
      const callId = randomUUID();
      const recording = ringing(callId, placedAt);
      store.add(activeFrom === null ? { ...recording, activeFrom } : recording);
      return callId;
    },
    answer: async (callId, at) => store.change(callId, { answeredAt: at }),
    pause: async (callId, from) =>
      store.change(callId, { pauses: [{ id: "pause", from, to: null }] }),
    resume: async (callId, to) => {
      const [pause] = store.recordingOf(callId).pauses;
      store.change(callId, { pauses: [{ ...pause!, to }] });
    },
    hold: async (callId, holdSince) => {
      const [carl, ada] = store.recordingOf(callId).parties;
      store.change(callId, { parties: [carl!, { ...ada!, holdSince }] });
    },
    end: async (callId, at) => store.change(callId, { endedAt: at }),
    remove: async (callId) => store.remove(callId),
    refuse: async (callId) => store.refuse(callId),
    reopen: async (callId) => store.refuse(callId, false),
    stateOf: async (callId) => store.outcomeOf(callId)?.state ?? store.recordingOf(callId).state,
    events: async () => store.events,
    recorders: async () => Object.fromEntries(store.recorders),
  }));
});
