import { useState, type ReactElement } from "react";
import { Button, useCallClient } from "@synapse-voice/react";
import { dayName } from "../../shared/dates.ts";
import { groupByDay } from "./history-groups.ts";

interface CallsByDayProps<T> {
  /** Newest first. */
  readonly calls: readonly T[];
  /** Loads older calls, and resolves to false if that failed; null if there are none. */
  readonly loadMore: (() => Promise<boolean>) | null;
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
      {loadMore === null ? null : <OlderCalls load={loadMore} />}
    </>
  );
}

function OlderCalls({ load }: { load: () => Promise<boolean> }): ReactElement {
  const [hasFailed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const show = async (): Promise<void> => {
    setBusy(true);
    setFailed(!(await load()));
    setBusy(false);
  };
  return (
    <>
      {hasFailed ? (
        <p className="more-failed" role="alert">
          Older calls can&apos;t be shown right now. Try again in a moment.
        </p>
      ) : null}
      <Button className="more" variant="ghost" aria-busy={busy} onClick={() => void show()}>
        Show older calls
      </Button>
    </>
  );
}
