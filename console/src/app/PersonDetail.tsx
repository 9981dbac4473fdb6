import { useEffect, useRef, useState, type ReactElement } from "react";
import { findCustomers, type HistoryEntry } from "@synapse-voice/contract";
import {
  Avatar,
  Button,
  CallButton,
  CallWithText,
  Icon,
  useCallClient,
  useCallWith,
  useResource,
  useVoice,
} from "@synapse-voice/react";
import { callLine, historyIcon, needsCallBack, peerOf } from "../pages/calls/history-words.ts";
import { useCallHistory } from "../shared/calls/CallHistory.tsx";
import { dayName, startOfDay, timeOfDay } from "../shared/dates.ts";
import type { Person } from "../shared/people/selection.ts";

/**
 * Shows a person's page: who it is, a Call button, and a timeline of those of the agent's latest
 * 100 calls that were with this person. `takesFocus`: the agent has just chosen the person.
 */
export function PersonDetail({
  person,
  takesFocus,
  close,
}: {
  person: Person;
  takesFocus: boolean;
  close: () => void;
}): ReactElement {
  const calls = useCallsWith(person);
  const email = useEmailOf(person);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const kind = person.type === "PORTAL_CUSTOMER" ? "Customer" : "Team";
  return (
    <section className="detail" aria-label={person.name}>
      <Button className="detail-back" variant="ghost" icon="chevron-left" onClick={close}>
        Back
      </Button>
      <div className="detail-head">
        <Avatar id={person.userId} name={person.name} size={56} />
        <div className="sv-row-text">
          <h2 ref={heading} className="sv-title sv-name" tabIndex={-1}>
            {person.name}
          </h2>
          <p className="sv-secondary detail-about">
            <span>{kind}</span>
            {email === "" ? null : <span className="detail-email">{email}</span>}
            <CallWithText supabaseUserId={person.userId} />
          </p>
        </div>
        <CallPerson person={person} last={calls[0]} />
      </div>
      <CallsWith person={person} calls={calls} />
    </section>
  );
}

/** Returns a person's email. A call does not bring it, so it is looked up; empty until then. */
function useEmailOf({ userId, name, type, email }: Person): string {
  const client = useCallClient();
  const isUnknown = email === undefined && type === "PORTAL_CUSTOMER";
  const { data } = useResource(isUnknown ? `customer:${userId}` : null, async (signal) =>
    client.request(findCustomers, { query: { query: name.slice(0, 100) }, signal }),
  );
  return email ?? data?.find(({ supabaseUserId }) => supabaseUserId === userId)?.email ?? "";
}

/** Calls the person. The controls of a live call with this person are in the bar. */
function CallPerson({
  person,
  last,
}: {
  person: Person;
  last: HistoryEntry | undefined;
}): ReactElement | null {
  const { userId } = useVoice();
  const view = useCallWith(person.userId);
  if (person.userId === userId || person.isCallable === false || view !== null) return null;
  return (
    <CallButton
      supabaseUserId={person.userId}
      userName={person.name}
      label={last !== undefined && needsCallBack(last, userId) ? "Call back" : "Call"}
      variant="primary"
    />
  );
}

/** Returns those of the agent's latest 100 calls that were with a person, newest first. */
function useCallsWith(person: Person): readonly HistoryEntry[] {
  const { userId } = useVoice();
  const { data } = useCallHistory();
  return (data ?? []).filter((entry) => peerOf(entry, userId).userId === person.userId);
}

/** Number of calls that the timeline shows at first. */
const shownAtFirst = 10;

function CallsWith({
  person,
  calls,
}: {
  person: Person;
  calls: readonly HistoryEntry[];
}): ReactElement {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? calls : calls.slice(0, shownAtFirst);
  const more = calls.length - shown.length;
  return (
    <section className="card detail-calls" aria-labelledby="calls-with">
      <h3 id="calls-with" className="card-title">
        Calls with {person.name}
        {calls.length === 0 ? null : <span className="card-count">{calls.length}</span>}
      </h3>
      {calls.length === 0 ? (
        <p className="card-empty">You have had no calls with each other yet.</p>
      ) : (
        <ol className="timeline">
          {shown.map((entry) => (
            <TimelineCall key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {more > 0 ? (
        <button
          type="button"
          className="text-button sv-focusable"
          onClick={() => setShowsAll(true)}
        >
          Show {more} more
        </button>
      ) : null}
    </section>
  );
}

function TimelineCall({ entry }: { entry: HistoryEntry }): ReactElement {
  const client = useCallClient();
  const { userId } = useVoice();
  const placedAt = Date.parse(entry.placedAt);
  const isMissed = needsCallBack(entry, userId);
  return (
    <li className={isMissed ? "timeline-call timeline-call-missed" : "timeline-call"}>
      <Icon name={historyIcon(entry, userId)} size={16} />
      <span className="timeline-time sv-secondary sv-numbers">
        {dayName(startOfDay(placedAt), client.now())}, {timeOfDay(placedAt)}
      </span>
      <span className="timeline-text">{callLine(entry, userId)}</span>
    </li>
  );
}
