import type { Lease, Recording } from "./recording.ts";
import { leaseMs, type Outcome, type RecordingStore } from "./recording-store.ts";

type Row = {
  recording: Recording;
  owner: string | null;
  leaseUntil: number;
  outcome: Outcome | null;
  isRefused: boolean;
};

/** Recordings in memory. A test changes them as the server would. */
export interface FakeRecordingStore extends RecordingStore {
  add(recording: Recording): void;
  change(callId: string, change: Partial<Recording>): void;
  remove(callId: string): void;
  /** Ends a recording before anything was recorded, or opens it again. */
  refuse(callId: string, isRefused?: boolean): void;
  ownerOf(callId: string): string | null;
  recordingOf(callId: string): Recording;
  outcomeOf(callId: string): Outcome | null;
  /** The `recording.ready` events. */
  readonly events: string[];
  /** The free calls of each recorder that runs. */
  readonly recorders: Map<string, number>;
  /** Called before an outcome is written. */
  beforeFinish: () => void;
  /** True makes each operation fail, as without a database. */
  isDown: boolean;
}

export function createFakeRecordingStore(): FakeRecordingStore {
  const rows = new Map<string, Row>();
  const rowOf = (callId: string): Row => {
    const row = rows.get(callId);
    if (!row) throw new Error(`There is no recording ${callId}`);
    return row;
  };
  const fake: FakeRecordingStore = {
    ...createStore(rows, () => fake),
    isDown: false,
    beforeFinish: () => undefined,
    events: [],
    recorders: new Map(),
    add: (recording) =>
      void rows.set(recording.callId, {
        recording,
        owner: null,
        leaseUntil: 0,
        outcome: null,
        isRefused: false,
      }),
    change(callId, change) {
      const row = rowOf(callId);
      row.recording = { ...row.recording, ...change };
    },
    remove: (callId) => void rows.delete(callId),
    refuse: (callId, isRefused = true) => void (rowOf(callId).isRefused = isRefused),
    ownerOf: (callId) => rowOf(callId).owner,
    recordingOf: (callId) => rowOf(callId).recording,
    outcomeOf: (callId) => rowOf(callId).outcome,
  };
  return fake;
}

const isFree = ({ recording, leaseUntil, outcome, isRefused }: Row, now: number): boolean =>
  !outcome &&
  !isRefused &&
  leaseUntil <= now &&
  (recording.state === "pending" || recording.wrappedKey !== null) &&
  (recording.endedAt === null || (recording.answeredAt !== null && recording.activeFrom !== null));

function createStore(rows: Map<string, Row>, fake: () => FakeRecordingStore): RecordingStore {
  const check = (): void => {
    if (fake().isDown) throw new Error("The database is away");
  };
  const ownRow = ({ callId, attempt }: Lease): Row | null => {
    check();
    const row = rows.get(callId);
    const isOwn = row?.recording.attempt === attempt && !row.outcome && !row.isRefused;
    return isOwn ? row : null;
  };
  const change = (row: Row, recording: Partial<Recording>): void => {
    row.recording = { ...row.recording, ...recording };
  };
  return {
    async take(owner, now, limit, except) {
      check();
      const free = [...rows.values()].filter(
        (row) => isFree(row, now) && !except.has(row.recording.callId),
      );
      return free.slice(0, limit).map((row) => {
        Object.assign(row, { owner, leaseUntil: now + leaseMs });
        change(row, { attempt: row.recording.attempt + 1 });
        return row.recording;
      });
    },
    async renew(leases, now) {
      check();
      return leases.flatMap((lease) => {
        const row = ownRow(lease);
        if (row?.owner === undefined || row.owner === null) return [];
        row.leaseUntil = now + leaseMs;
        return [row.recording];
      });
    },
    async setKey(lease, wrappedKey) {
      const row = ownRow(lease);
      if (row?.recording.wrappedKey !== null || row.recording.state !== "pending") return false;
      change(row, { wrappedKey });
      return true;
    },
    async begin(lease) {
      const row = ownRow(lease);
      if (row?.recording.state !== "pending") return;
      const isPaused = row.recording.pauses.some(({ to }) => to === null);
      change(row, { state: isPaused ? "paused" : "recording" });
    },
    async beginFinishing(lease) {
      const row = ownRow(lease);
      if (row) change(row, { state: "finishing" });
      return row !== null;
    },
    async finish(lease, outcome) {
      fake().beforeFinish();
      const row = ownRow(lease);
      if (!row) return false;
      Object.assign(row, { outcome, owner: null, leaseUntil: 0 });
      if (outcome.state !== "failed") fake().events.push(lease.callId);
      return true;
    },
    async release(leases) {
      check();
      for (const { callId, attempt } of leases) {
        const row = rows.get(callId);
        if (row?.recording.attempt !== attempt) continue;
        Object.assign(row, { owner: null, leaseUntil: 0 });
      }
    },
    async announce(owner, freeCalls) {
      check();
      fake().recorders.set(owner, freeCalls);
    },
    async retire(owner) {
      fake().recorders.delete(owner);
    },
  };
}
