import type { ReactElement } from "react";
import type { WaitingCall } from "@synapse-voice/contract";
import { Icon, useNow, useVoice } from "@synapse-voice/react";
import { Loaded } from "../Loaded.tsx";
import { PersonRow } from "../people/PersonRow.tsx";
import { topicWords, waitingLine } from "./queue-words.ts";
import { useWaitingCalls } from "./use-waiting-calls.ts";

/**
 * Lists who waits for someone of the team: name, time, topic, and whom the call rings. Follows the
 * queue. The title is the page's. Above `maxShown` calls, a link leads to `moreHref`, which has
 * all.
 */
export function WaitingList({
  maxShown = Infinity,
  moreHref,
}: {
  maxShown?: number;
  moreHref?: string;
}): ReactElement {
  const calls = useWaitingCalls();
  return (
    <Loaded resource={calls} rows={2} label="Loading who waits">
      {(list) =>
        list.length === 0 ? (
          // Without a clock: this is what an idle console shows.
          <p className="waiting-none sv-secondary">Nobody is waiting.</p>
        ) : (
          <>
            <Rows calls={list.slice(0, maxShown)} />
            {list.length > maxShown ? (
              <a className="text-button card-more sv-focusable" href={moreHref}>
                Show all {list.length}
              </a>
            ) : null}
          </>
        )
      }
    </Loaded>
  );
}

function Rows({ calls }: { calls: readonly WaitingCall[] }): ReactElement {
  const { userId } = useVoice();
  const now = useNow();
  return (
    <ul className="sv-list">
      {calls.map((call) => (
        <PersonRow
          key={call.callId}
          person={{
            userId: call.caller.supabaseUserId,
            name: call.caller.name,
            type: call.caller.type,
          }}
          // The queue rings someone of the team in turn.
          callable={false}
        >
          <span className="call-line">
            <Icon name="hourglass" size={14} />
            <span className="call-line-text">
              {waitingLine(call, userId, now)} · <span dir="auto">{topicWords(call)}</span>
            </span>
          </span>
        </PersonRow>
      ))}
    </ul>
  );
}
