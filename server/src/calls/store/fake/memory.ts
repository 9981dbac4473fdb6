import { isOver, legOf, offerTo, ownLeg, type Call } from "../../domain/call.ts";
import { calleeLeg, callerLeg } from "../../domain/caller-callee.ts";
import type { RecipientEvent } from "../../domain/events.ts";
import { isActive } from "../../domain/leg.ts";
import type { RecordedCommand } from "../call-store.ts";

interface StoredEvent extends RecipientEvent {
  readonly seq: number;
  readonly createdAt: number;
}

/**
 * The data that a transaction can change. It is replaced as a whole, so that a failed transaction
 * is undone.
 */
export interface State {
  readonly calls: ReadonlyMap<string, Call>;
  readonly events: readonly StoredEvent[];
  readonly commands: ReadonlyMap<string, RecordedCommand & { readonly createdAt: number }>;
  readonly deletedRooms: ReadonlySet<string>;
  readonly mediaChecks: ReadonlyMap<string, number>;
}

/** The state of a fake store, and how to change it. */
export interface Memory {
  state(): State;
  change(next: Partial<State>): void;
}

export function createMemory(): Memory {
  let state: State = {
    calls: new Map(),
    events: [],
    commands: new Map(),
    deletedRooms: new Set(),
    mediaChecks: new Map(),
  };
  return {
    state: () => state,
    change(next) {
      state = { ...state, ...next };
    },
  };
}

/** Returns true if a person has an active leg of a call. */
export const talksOn = (call: Call, userId: string): boolean =>
  call.legs.some((leg) => leg.party.userId === userId && isActive(leg));
export const isPlacedBy = (call: Call, userId: string): boolean =>
  callerLeg(call).party.userId === userId;
export const rings = (call: Call, userId: string): boolean =>
  call.status === "RINGING" && offerTo(call, userId)?.outcome === null;
export const involves = (call: Call, userId: string): boolean =>
  (!isOver(call) && ownLeg(call, userId) !== undefined) || rings(call, userId);
export const inHistoryOf = (call: Call, userId: string): boolean =>
  legOf(call, userId) !== undefined ||
  (calleeLeg(call) === undefined &&
    ["missed", "declined", "cancelled"].includes(offerTo(call, userId)?.outcome ?? ""));
export const newestFirst = (a: Call, b: Call): number =>
  b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1);
