import { useId, type ReactElement } from "react";
import type { UnansweredCall } from "@synapse-voice/contract";
import { EmptyState } from "@synapse-voice/react";
import { Loaded } from "../../shared/Loaded.tsx";
import { UnansweredRow } from "../../shared/queue/UnansweredRow.tsx";
import { useUnansweredCalls } from "../../shared/queue/use-unanswered-calls.ts";
import { WaitingList } from "../../shared/queue/WaitingList.tsx";
import { CallsByDay } from "./CallsByDay.tsx";

/** Lists who waits for the team now, and whose calls nobody answered, by day. */
export function TeamCalls(): ReactElement {
  const title = useId();
  const { list, loadMore } = useUnansweredCalls();
  return (
    <>
      <section aria-labelledby={title}>
        <h2 id={title} className="group-title">
          Waiting
        </h2>
        <WaitingList />
      </section>
      <Loaded resource={list} rows={3} label="Loading calls">
        {(calls) => <Unanswered calls={calls} loadMore={loadMore} />}
      </Loaded>
    </>
  );
}

function Unanswered({
  calls,
  loadMore,
}: {
  calls: readonly UnansweredCall[];
  loadMore: (() => Promise<boolean>) | null;
}): ReactElement {
  if (calls.length === 0)
    return (
      <EmptyState
        icon="phone-missed"
        title="Nobody gave up waiting"
        text="Callers who leave the queue before someone answers show here, for one of you to call back."
      />
    );
  return (
    <CallsByDay calls={calls} loadMore={loadMore}>
      {(call) => <UnansweredRow key={call.callId} call={call} />}
    </CallsByDay>
  );
}
