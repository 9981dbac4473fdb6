import type { CallAddress } from "./call-store.ts";

/** The room of a live call. */
export interface LiveRoom extends CallAddress {
  readonly roomName: string;
}

/** What the comparison of calls and rooms asks of the database; across tenants, since rooms are. */
export interface RoomStore {
  /** Does `work` unless another server is at it; false where one is. */
  alone(work: () => Promise<void>): Promise<boolean>;
  /** The rooms that there must be. */
  liveRooms(): Promise<LiveRoom[]>;
  /** Those of these rooms whose call was over at `before`. */
  endedRooms(names: readonly string[], before: number): Promise<ReadonlySet<string>>;
}
