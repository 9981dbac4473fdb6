import { useState, type ReactElement } from "react";
import {
  callRecording,
  recordingLink,
  recordingPeaks,
  type RecordingDetails,
  type RecordingPeaks,
} from "@synapse-voice/contract";
import { ApiError } from "@synapse-voice/client";
import { CopyDetails, Icon, useCallClient, useResource } from "@synapse-voice/react";
import { Loaded } from "../Loaded.tsx";
import { adoptStyles } from "./adopt-styles.ts";
import { RecordingFacts } from "./RecordingFacts.tsx";
import { RecordingPlayer } from "./RecordingPlayer.tsx";
import { accessWords, linkProblem, stateWords, type StateWords } from "./recording-state-words.ts";
import { viewOf, type RecordingView } from "./recording-view.ts";

/** Interval at which a recording that is not finished is looked up again. */
const unfinishedIntervalMs = 3_000;

/** Drawn while the peaks load, and if they can't be loaded. */
const noPeaks: RecordingPeaks = { cellMs: 400, left: "", right: "" };

adoptStyles();

/** Shows the recording of a call: the player, or why there is nothing to play. */
export function RecordingPanel({ callId }: { callId: string }): ReactElement {
  const client = useCallClient();
  const [isFinished, setFinished] = useState(false);
  const details = useResource(
    `recording:${callId}`,
    async (signal) => {
      const loaded = await client.request(callRecording, { params: { callId }, signal });
      setFinished(!unfinished.has(loaded.state));
      return loaded;
    },
    isFinished ? undefined : unfinishedIntervalMs,
  );
  const refusal = details.error === null ? null : accessWords(details.error);
  return (
    <section className="recording" aria-label="Recorded call">
      {refusal === null ? (
        <Loaded resource={details} rows={2} label="Loading the recording">
          {(loaded) => <RecordingOf callId={callId} details={loaded} />}
        </Loaded>
      ) : (
        <StateText words={refusal} />
      )}
    </section>
  );
}

const unfinished: ReadonlySet<RecordingDetails["state"]> = new Set([
  "pending",
  "recording",
  "paused",
  "finishing",
]);

function RecordingOf({
  callId,
  details,
}: {
  callId: string;
  details: RecordingDetails;
}): ReactElement {
  const { state } = details;
  const view = viewOf(details);
  const words = stateWords(details);
  const isPlayable = (state === "complete" || state === "partial") && view !== null;
  return (
    <>
      {words === null ? null : (
        <StateText words={words} code={state === "failed" ? details.failure : null} />
      )}
      {isPlayable && view.durationSeconds > 0 ? <Playable callId={callId} view={view} /> : null}
      <RecordingFacts details={details} />
    </>
  );
}

function StateText({
  words: { icon, title, text },
  code = null,
}: {
  words: StateWords;
  code?: string | null;
}): ReactElement {
  return (
    <div className="recording-state">
      <Icon name={icon} size={18} />
      <div className="sv-grow">
        <p className="recording-title">{title}</p>
        {text === undefined ? null : <p className="sv-secondary">{text}</p>}
        {code === null ? null : <CopyDetails code={code} />}
      </div>
    </div>
  );
}

function Playable({ callId, view }: { callId: string; view: RecordingView }): ReactElement {
  const client = useCallClient();
  const [problem, setProblem] = useState<string | null>(null);
  const { data } = useResource(`recording-peaks:${callId}`, async (signal) =>
    client.request(recordingPeaks, { params: { callId }, signal }),
  );
  const requestUrl = async (purpose: "play" | "download"): Promise<string> => {
    const { url } = await client.request(recordingLink, { params: { callId }, body: { purpose } });
    // The server may name its own address only in part.
    return new URL(url, client.session.apiUrl).href;
  };
  const download = async (): Promise<void> => {
    setProblem(null);
    try {
      saveFile(await requestUrl("download"));
    } catch (error) {
      setProblem(error instanceof ApiError ? error.code : "unknown");
    }
  };
  return (
    <>
      <RecordingPlayer
        view={view}
        peaks={data ?? noPeaks}
        requestUrl={async () => requestUrl("play")}
        download={() => void download()}
      />
      {problem === null ? null : (
        <p className="sv-secondary field-problem" role="alert">
          {linkProblem(problem)}
        </p>
      )}
    </>
  );
}

/** Saves a file of the server, in the browser. The desktop app opens the browser for it. */
function saveFile(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  // If the server refuses, that must not replace this page.
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.click();
}
