import type { ReactElement } from "react";
import type { Calls } from "./hooks.ts";

/** What a screen reader is told, without taking the focus from where somebody types. */
export function announcement({ incoming, active }: Calls): string {
  const ringing = incoming.find((view) => view.phase === "ringing-in");
  if (ringing !== undefined) return `Incoming call from ${ringing.peer?.name ?? "a customer"}`;
  return active === null ? "" : `On call with ${active.peer?.name ?? "a customer"}`;
}

/** An invisible live region: it must be in the page before its text changes. */
export function Announcer({ calls }: { calls: Calls }): ReactElement {
  return (
    <p className="sv-visually-hidden" aria-live="assertive">
      {announcement(calls)}
    </p>
  );
}
