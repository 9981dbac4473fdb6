import { callHistory } from "@synapse-voice/contract";
import { useEffect, useRef, type ReactElement } from "react";
import {
  Avatar,
  Button,
  CallButton,
  Icon,
  useCallClient,
  useResource,
  useVoice,
} from "@synapse-voice/react";
import { callLine, historyIcon, peerOf } from "../pages/calls/history-words.ts";
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
        {person.email === undefined || person.email === "" ? null : (
          <p className="sv-secondary">{person.email}</p>
        )}
        {person.userId === userId ? null : (
          <CallButton
            supabaseUserId={person.userId}
            userName={person.name}
            variant="primary"
            size="large"
          />
        )}
      </div>
      <CallsWith person={person} userId={userId} />
    </section>
  );
}

function CallsWith({ person, userId }: { person: Person; userId: string }): ReactElement | null {
  const client = useCallClient();
  const { data } = useResource(`history:${person.userId}`, async (signal) =>
    client.request(callHistory, { query: { limit: "100" }, signal }),
  );
  const shared = (data ?? []).filter((entry) => peerOf(entry, userId).userId === person.userId);
  if (data === null || shared.length === 0) return null;
  const now = client.now();
  return (
    <section className="detail-calls" aria-labelledby="calls-with">
      <h3 id="calls-with" className="group-title">
        Calls with {person.name}
      </h3>
      <ul className="sv-list">
        {groupByDay(shared).flatMap(({ day, entries }) =>
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
