import type { ReactElement } from "react";
import type { UnansweredCall } from "@synapse-voice/contract";
import { Icon, useCallWith } from "@synapse-voice/react";
import { timeOfDay } from "../dates.ts";
import { PersonRow } from "../people/PersonRow.tsx";
import { unansweredLine } from "./queue-words.ts";

/** Shows a call of the queue that nobody answered: who, when, how long they waited, and Call back. */
export function UnansweredRow({ call }: { call: UnansweredCall }): ReactElement {
  const { caller, placedAt, reachedAt } = call;
  const callWith = useCallWith(caller.supabaseUserId);
  return (
    <PersonRow
      person={{ userId: caller.supabaseUserId, name: caller.name, type: caller.type }}
      callable={callWith === null}
      callLabel={reachedAt === null ? "Call back" : "Call"}
    >
      <span className={reachedAt === null ? "call-line call-line-missed" : "call-line"}>
        <Icon name={reachedAt === null ? "phone-missed" : "check"} size={14} />
        <span className="call-line-text">
          {timeOfDay(Date.parse(placedAt))} · {unansweredLine(call)}
          {reachedAt === null ? "" : `, reached ${timeOfDay(Date.parse(reachedAt))}`}
        </span>
      </span>
    </PersonRow>
  );
}
