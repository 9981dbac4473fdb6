import type { Callback } from "@synapse-voice/contract";
import { shortName } from "@synapse-voice/react";
import { whenWords } from "../../shared/dates.ts";

/** Returns when it is, for use within a sentence: `tomorrow, 10:00`. `now`: server time in ms. */
export const whenInSentence = (instant: string, now: number): string =>
  whenWords(instant, now).replace(/^(?:Yesterday|Tomorrow)/u, (day) => day.toLowerCase());

/** Returns the time for which the customer wants the call, in words; null for none. */
function wantedWords({ status, preferredAt }: Callback, now: number): string | null {
  if (status === "done" || preferredAt === undefined || preferredAt === null) return null;
  return `wanted ${whenInSentence(preferredAt, now)}`;
}

/**
 * Returns a line about a call-back: when it was requested or done, for when it is wanted, and which
 * colleague has it.
 */
export function callbackLine(callback: Callback, userId: string, now: number): string {
  const { status, claimedBy, requestedAt, doneAt } = callback;
  const own = claimedBy?.supabaseUserId === userId;
  const colleague = shortName(claimedBy?.name) || "a colleague";
  if (status === "done")
    return `${whenWords(doneAt ?? requestedAt, now)} · Done by ${own ? "you" : colleague}`;
  return [
    `Asked ${whenInSentence(requestedAt, now)}`,
    wantedWords(callback, now),
    status === "claimed" && !own ? `with ${colleague}` : null,
  ]
    .filter((words) => words !== null)
    .join(" · ");
}

const possessive = (customerName: string, nameless: string): string =>
  `${shortName(customerName) || nameless}'s call-back`;

/** Returns a customer's call-back within a sentence, such as `Carl's call-back`. */
export const callbackOf = (customerName: string): string =>
  possessive(customerName, "this customer");

/** Returns a sentence that begins with a customer's call-back, such as `Carl's call-back is done`. */
export const callbackSentence = (customerName: string, rest: string): string =>
  `${possessive(customerName, "This customer")} ${rest}`;

/** Call-backs that are shown below one title. */
export interface CallbackGroup {
  readonly title: string;
  readonly callbacks: readonly Callback[];
}

/**
 * Groups call-backs: this agent's first, then those that nobody has claimed, then the colleagues'.
 * Keeps the server's order within each group.
 */
export function groupCallbacks(
  callbacks: readonly Callback[],
  userId: string,
): readonly CallbackGroup[] {
  const isOwn = ({ claimedBy }: Callback): boolean => claimedBy?.supabaseUserId === userId;
  const groups = [
    {
      title: "Yours",
      callbacks: callbacks.filter((callback) => callback.status === "claimed" && isOwn(callback)),
    },
    { title: "Open", callbacks: callbacks.filter((callback) => callback.status === "open") },
    {
      title: "With colleagues",
      callbacks: callbacks.filter((callback) => callback.status === "claimed" && !isOwn(callback)),
    },
    { title: "Done", callbacks: callbacks.filter((callback) => callback.status === "done") },
  ];
  return groups.filter((group) => group.callbacks.length > 0);
}
