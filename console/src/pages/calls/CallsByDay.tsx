import type { ReactElement } from "react";
import { Button, useCallClient } from "@synapse-voice/react";
import { dayName } from "../../shared/dates.ts";
import { groupByDay } from "./history-groups.ts";

interface CallsByDayProps<T> {
  /** Newest first. */
  readonly calls: readonly T[];
  /** Loads older calls; null if there are none. */
  readonly loadMore: (() => void) | null;
  /** Renders the row of a call, with a key. */
  readonly children: (call: T) => ReactElement;
}

/** Lists calls under the names of their days, and a button for older ones. */
export function CallsByDay<T extends { readonly placedAt: string }>({
  calls,
  loadMore,
  children,
}: CallsByDayProps<T>): ReactElement {
  const now = useCallClient().now();
  return (
    <>
      {groupByDay(calls).map(({ day, entries }) => (
        <section key={day} aria-label={dayName(day, now)}>
          <h2 className="group-title">{dayName(day, now)}</h2>
          <ul className="sv-list">{entries.map(children)}</ul>
        </section>
      ))}
      {loadMore === null ? null : (
        <Button className="more" variant="ghost" onClick={loadMore}>
          Show older calls
        </Button>
      )}
    </>
  );
}
