import { callHistory, type HistoryEntry } from "@synapse-voice/contract";
import { useEffect, useRef, type ReactElement } from "react";
import {
  Avatar,
  Button,
  CallButton,
  CallWithText,
  Icon,
  useCallClient,
  useResource,
  useVoice,
} from "@synapse-voice/react";
import { callLine, historyIcon, needsCallBack, peerOf } from "../pages/calls/history-words.ts";
import { groupByDay } from "../pages/calls/history-groups.ts";
import { dayName, timeOfDay } from "../shared/dates.ts";
import type { Person } from "../shared/people/selection.ts";

/**
 * Shows a person's details, a Call button, and those of the agent's latest 100 calls that were with
 * this person.
 */
export function PersonDetail({
  person,
  close,
}: {
  person: Person;
  close: () => void;
}): ReactElement {
  const { userId } = useVoice();
  const calls = useCallsWith(person);
  const last = calls[0];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section className="detail" aria-label={person.name}>
      <Button className="detail-back" variant="ghost" icon="chevron-left" onClick={close}>
        Back
      </Button>
      <div className="detail-head">
        <Avatar id={person.userId} name={person.name} size={72} />
        <h2 ref={heading} className="sv-title sv-name" tabIndex={-1}>
          {person.name}
        </h2>
        <p className="sv-secondary">
          {person.type === "PORTAL_CUSTOMER" ? "Customer" : "Your team"}
        </p>
        <CallWithText supabaseUserId={person.userId} />
        {person.email === undefined || person.email === "" ? null : (
          <p className="sv-secondary">{person.email}</p>
        )}
        {person.userId === userId ? null : (
          <CallButton
            supabaseUserId={person.userId}
            userName={person.name}
            label={last !== undefined && needsCallBack(last, userId) ? "Call back" : "Call"}
            variant="primary"
            size="large"
          />
        )}
      </div>
      <CallsWith person={person} calls={calls} />
    </section>
  );
}

/** Returns those of the agent's latest 100 calls that were with a person, newest first. */
function useCallsWith(person: Person): readonly HistoryEntry[] {
  const client = useCallClient();
  const { userId } = useVoice();
  const { data } = useResource(`history:${person.userId}`, async (signal) =>
    client.request(callHistory, { query: { limit: "100" }, signal }),
  );
  return (data ?? []).filter((entry) => peerOf(entry, userId).userId === person.userId);
}

function CallsWith({
  person,
  calls,
}: {
  person: Person;
  calls: readonly HistoryEntry[];
}): ReactElement | null {
  const client = useCallClient();
  const { userId } = useVoice();
  if (calls.length === 0) return null;
  const now = client.now();
  return (
    <section className="detail-calls" aria-labelledby="calls-with">
      <h3 id="calls-with" className="group-title">
        Calls with {person.name}
      </h3>
      <ul className="sv-list">
        {groupByDay(calls).flatMap(({ day, entries }) =>
          entries.map((entry) => (
            <li key={entry.id} className="detail-call">
              <Icon name={historyIcon(entry, userId)} size={16} />
              <span className="sv-grow">
                {dayName(day, now)}, {timeOfDay(Date.parse(entry.placedAt))}
              </span>
              <span className="sv-secondary sv-numbers">{callLine(entry, userId)}</span>
            </li>
          )),
        )}
      </ul>
    </section>
  );
}
