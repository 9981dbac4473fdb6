import type { ReactElement } from "react";
import type { RecordingDetails } from "@synapse-voice/contract";
import { shortName, useCallClient } from "@synapse-voice/react";
import { whenWords } from "../dates.ts";

/** Says who agreed to the recording, and how long it is kept. */
export function RecordingFacts({
  details: { consent, retainUntil, legalHold, deletedAt },
}: {
  details: RecordingDetails;
}): ReactElement | null {
  const now = useCallClient().now();
  const facts: string[] = [];
  if (consent?.agreed === true)
    facts.push(`${shortName(consent.by.name)} agreed, ${whenWords(consent.at, now)}`);
  if (deletedAt === null && legalHold) facts.push("Protected from deletion");
  else if (deletedAt === null && retainUntil !== null)
    facts.push(`Kept until ${dateWords(retainUntil)}`);
  return facts.length === 0 ? null : (
    <p className="recording-facts sv-secondary">{facts.join(" · ")}</p>
  );
}

/** Returns a date as people write it, such as `9 April 2026`. */
export const dateWords = (instant: string): string =>
  new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" }).format(
    Date.parse(instant),
  );
