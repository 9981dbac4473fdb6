import type { ReactElement } from "react";
import type { Calls } from "../../../hooks/use-call.ts";

/** Returns the text that a screen reader reads out, without taking the focus. */
function announcement({ incoming }: Calls): string {
  const ringing = incoming.find((view) => view.phase === "ringing-in");
  return ringing === undefined ? "" : `${ringing.peer?.name ?? "A customer"} is calling you`;
}

/** An invisible live region. It must be in the page before its text changes. */
export function Announcer({ calls }: { calls: Calls }): ReactElement {
  return (
    <p className="sv-visually-hidden" aria-live="assertive">
      {announcement(calls)}
    </p>
  );
}
