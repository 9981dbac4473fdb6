import type { CallAddress } from "./call-store.ts";

/** The room of a live call. */
export interface LiveRoom extends CallAddress {
  readonly roomName: string;
}

/** The reads of the reconciler of calls and rooms, for all tenants. */
export interface RoomStore {
  /** Does `work`, or returns false if another server is doing it. */
  withAdvisoryLock(work: () => Promise<void>): Promise<boolean>;
  /** Returns the rooms of all live calls. */
  liveRooms(): Promise<LiveRoom[]>;
  /** Returns those of these rooms whose call was over at `before`. */
  endedRooms(names: readonly string[], before: number): Promise<ReadonlySet<string>>;
}
