import type { CallRow, Observation, OfferRow } from "../world/observation.ts";

/** Compares a state of the database with the one before. Returns faults; an empty text is none. */
export type Invariant = (before: Observation, after: Observation) => string[];

export const offersOf = (seen: Observation, callId: string): readonly OfferRow[] =>
  seen.offers.filter((offer) => offer.callId === callId);

/** Returns the items that occur more than once. */
export const repeated = (items: readonly string[]): string[] => [
  ...new Set(items.filter((item, index) => items.indexOf(item) !== index)),
];

export const short = (id: string): string => id.slice(0, 8);

/** Columns that the sweeper writes without a new version. */
const maintained = new Set(["roomDeletedAt", "mediaCheckedAt"]);

/** Returns the columns of a call, with its legs, whose changes clients can see. */
export const contentOf = (row: CallRow): string =>
  JSON.stringify(Object.entries(row).filter(([name]) => !maintained.has(name)));
