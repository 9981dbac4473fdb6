import { useId, useState, type ReactElement } from "react";
import { isTerminal, type HistoryEntry } from "@synapse-voice/contract";
import { Button, Icon, useCallClient, useVoice } from "@synapse-voice/react";
import { callLine, historyIcon, needsCallBack } from "../../pages/calls/history-words.ts";
import { dayName, startOfDay, timeOfDay } from "../../shared/dates.ts";
import { NotesSummary } from "../../shared/notes/NotesSummary.tsx";
import type { Person } from "../../shared/people/selection.ts";
import { RecordingPanel } from "../../shared/recordings/lazy-panel.ts";

/** Number of calls that the timeline shows at first. */
const shownAtFirst = 10;

interface NotesOfCalls {
  /** Id of the call whose notes are shown beside the timeline; null for none. */
  readonly shownNotes: string | null;
  readonly openNotes: (callId: string) => void;
}

/** Lists calls with a person, newest first. */
export function Timeline({
  person,
  calls,
  ...notes
}: NotesOfCalls & { person: Person; calls: readonly HistoryEntry[] }): ReactElement {
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
            <TimelineCall key={entry.id} entry={entry} {...notes} />
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

function TimelineCall({
  entry,
  shownNotes,
  openNotes,
}: NotesOfCalls & { entry: HistoryEntry }): ReactElement {
  const client = useCallClient();
  const { userId } = useVoice();
  const timeId = useId();
  const placedAt = Date.parse(entry.placedAt);
  const isMissed = needsCallBack(entry, userId);
  const isOpen = entry.id === shownNotes;
  // Older servers have no notes.
  const canOpen = entry.notes !== undefined && isTerminal(entry.status) && !isOpen;
  const hasNotes = entry.notes !== "" || entry.disposition !== null;
  const [showsRecording, setShowsRecording] = useState(false);
  // Null without a recording, and absent from older servers.
  const hasRecording = typeof entry.recording === "string" && isTerminal(entry.status);
  return (
    <li className={isMissed ? "timeline-call timeline-call-missed" : "timeline-call"}>
      <Icon name={historyIcon(entry, userId)} size={16} />
      <span id={timeId} className="timeline-time sv-secondary sv-numbers">
        {dayName(startOfDay(placedAt), client.now())}, {timeOfDay(placedAt)}
      </span>
      <div className="timeline-body">
        <span className="timeline-text">{callLine(entry, userId)}</span>
        {isOpen ? null : <NotesSummary entry={entry} />}
      </div>
      {hasRecording ? (
        <Button
          size="small"
          variant="ghost"
          icon={showsRecording ? "chevron-up" : "play"}
          className="timeline-edit"
          aria-label="Recording"
          title={showsRecording ? "Hide the recording" : "Show the recording"}
          aria-expanded={showsRecording}
          aria-describedby={timeId}
          onClick={() => setShowsRecording(!showsRecording)}
        />
      ) : null}
      {canOpen ? (
        <Button
          size="small"
          variant="ghost"
          icon="square-pen"
          className="timeline-edit"
          aria-label={hasNotes ? "Edit notes" : "Add notes"}
          title={hasNotes ? "Edit notes" : "Add notes"}
          aria-describedby={timeId}
          onClick={() => openNotes(entry.id)}
        />
      ) : null}
      {hasRecording && showsRecording ? (
        <div className="timeline-recording">
          <RecordingPanel callId={entry.id} />
        </div>
      ) : null}
    </li>
  );
}
