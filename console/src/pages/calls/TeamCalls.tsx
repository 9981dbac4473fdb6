import { useId, type ReactElement } from "react";
import type { UnansweredCall } from "@synapse-voice/contract";
import { Button, EmptyState, useCallClient } from "@synapse-voice/react";
import { dayName } from "../../shared/dates.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { UnansweredRow } from "../../shared/queue/UnansweredRow.tsx";
import { useUnansweredCalls } from "../../shared/queue/use-unanswered-calls.ts";
import { WaitingList } from "../../shared/queue/WaitingList.tsx";
import { groupByDay } from "./history-groups.ts";

/** Lists who waits for the team now, and whose calls nobody answered, by day. */
export function TeamCalls(): ReactElement {
  const title = useId();
  const { calls, loadMore } = useUnansweredCalls();
  return (
    <>
      <section aria-labelledby={title}>
        <h2 id={title} className="group-title">
          Waiting
        </h2>
        <WaitingList />
      </section>
      <Loaded resource={calls} rows={3} label="Loading calls">
        {(list) => <Unanswered calls={list} loadMore={loadMore} />}
      </Loaded>
    </>
  );
}

function Unanswered({
  calls,
  loadMore,
}: {
  calls: readonly UnansweredCall[];
  loadMore: (() => void) | null;
}): ReactElement {
  const client = useCallClient();
  if (calls.length === 0)
    return (
      <EmptyState
        icon="phone-missed"
        title="Nobody gave up waiting"
        text="Callers who leave the queue before someone answers show here, for one of you to call back."
      />
    );
  const now = client.now();
  return (
    <>
      {groupByDay(calls).map(({ day, entries }) => (
        <section key={day} aria-label={dayName(day, now)}>
          <h2 className="group-title">{dayName(day, now)}</h2>
          <ul className="sv-list">
            {entries.map((call) => (
              <UnansweredRow key={call.callId} call={call} />
            ))}
          </ul>
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
