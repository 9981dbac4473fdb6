import type { Callback } from "@synapse-voice/contract";
import { shortName } from "@synapse-voice/react";
import { dayName, startOfDay, timeOfDay } from "../../shared/dates.ts";

/** `10:42` today, with the day on any other. */
function whenWords(instant: string, now: number): string {
  const at = Date.parse(instant);
  const day = dayName(startOfDay(at), now);
  return day === "Today" ? timeOfDay(at) : `${day}, ${timeOfDay(at)}`;
}

/** When it was asked for, or done, and which colleague has it. */
export function callbackLine(
  { status, claimedBy, requestedAt, doneAt }: Callback,
  userId: string,
  now: number,
): string {
  const own = claimedBy?.supabaseUserId === userId;
  const colleague = shortName(claimedBy?.name) || "a colleague";
  if (status === "done")
    return `${whenWords(doneAt ?? requestedAt, now)} · Done by ${own ? "you" : colleague}`;
  const asked = `Asked ${whenWords(requestedAt, now).replace(/^Yesterday/u, "yesterday")}`;
  return status === "claimed" && !own ? `${asked} · with ${colleague}` : asked;
}

/** Callbacks that ask the same of whoever looks. */
export interface CallbackGroup {
  readonly title: string;
  readonly callbacks: readonly Callback[];
}

/**
 * Mine first, then those that nobody has, then my colleagues'; the order within each is the
 * server's.
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
