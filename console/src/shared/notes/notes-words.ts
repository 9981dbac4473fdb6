import type { CallNotes } from "@synapse-voice/contract";
import { noticeWords, shortName } from "@synapse-voice/react";

/** Says why notes were not saved, by the code of the error. */
export const saveErrorWords = (code: string): string =>
  code === "call_not_found"
    ? "The record of this call was deleted"
    : code === "invalid_request"
      ? "The server does not take this outcome. Choose another one"
      : noticeWords(code, "agent").title;

/** Says who has saved newer notes. */
export const changedByWords = ({ updatedBy }: CallNotes): string =>
  `${shortName(updatedBy?.name) || "Someone"} changed these notes`;

/** Longest text in characters that a list shows of notes. */
const maxSummary = 160;

/** Returns the first two lines of notes that are not empty, for a list. */
export function summaryOf(notes: string): string {
  const lines = notes.split("\n").filter((line) => line.trim() !== "");
  const text = lines.slice(0, 2).join("\n");
  const isCut = lines.length > 2 || text.length > maxSummary;
  // Whole characters: an emoji has two code units.
  return isCut ? `${[...text].slice(0, maxSummary).join("")}…` : text;
}
