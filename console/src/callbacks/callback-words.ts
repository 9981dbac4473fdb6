import type { Callback } from "@synapse-voice/contract";
import { shortName } from "@synapse-voice/react";
import { dayName } from "../calls/history-groups.ts";
import { timeOfDay } from "../shell/Banners.tsx";

/** `10:42` today, with the day on any other. */
export function whenWords(instant: string, now: number): string {
  const at = Date.parse(instant);
  const day = dayName(new Date(at).setHours(0, 0, 0, 0), now);
  return day === "Today" ? timeOfDay(at) : `${day}, ${timeOfDay(at)}`;
}

/** When it was asked for, or done, and who has it. */
export function callbackLine({ status, claimedBy, requestedAt, doneAt }: Callback, me: string, now: number): string {
  const mine = claimedBy?.supabaseUserId === me;
  const who = claimedBy === null ? "a colleague" : mine ? "you" : shortName(claimedBy.name) || "a colleague";
  if (status === "done") return `${whenWords(doneAt ?? requestedAt, now)} · Done by ${who}`;
  const asked = `Asked ${whenWords(requestedAt, now).replace(/^Yesterday/u, "yesterday")}`;
  return status === "open" || claimedBy === null ? asked : `${asked} · ${mine ? "You have" : `${who.charAt(0).toUpperCase()}${who.slice(1)} has`} taken this on`;
}

/** Callbacks that ask the same of whoever looks. */
export interface CallbackGroup {
  readonly title: string;
  readonly callbacks: readonly Callback[];
}

/** Mine first, then those that nobody has, then my colleagues'; the order within each is the server's. */
export function groupCallbacks(callbacks: readonly Callback[], me: string): readonly CallbackGroup[] {
  const isMine = ({ claimedBy }: Callback): boolean => claimedBy?.supabaseUserId === me;
  const groups = [
    { title: "Yours", callbacks: callbacks.filter((one) => one.status === "claimed" && isMine(one)) },
    { title: "Open", callbacks: callbacks.filter((one) => one.status === "open") },
    { title: "With colleagues", callbacks: callbacks.filter((one) => one.status === "claimed" && !isMine(one)) },
    { title: "Done", callbacks: callbacks.filter((one) => one.status === "done") },
  ];
  return groups.filter((group) => group.callbacks.length > 0);
}
