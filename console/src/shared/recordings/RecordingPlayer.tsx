import { useId, type ReactElement } from "react";
import type { RecordingPeaks } from "@synapse-voice/contract";
import { Button, clockTime, CopyDetails, noticeWords } from "@synapse-voice/react";
import { PlayerIcon } from "./PlayerIcon.tsx";
import type { SoundState } from "./recording-sound.ts";
import { laneName, markWords, spanWords } from "./recording-words.ts";
import { sides, type RecordingView } from "./recording-view.ts";
import { useRecordingSound } from "./use-recording-sound.ts";
import { Waveform } from "./Waveform.tsx";

/** Speeds that can be chosen. */
const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Classes of a button that is an icon of the player. */
const iconButton = "sv-button sv-button-ghost sv-button-medium sv-button-icon";

interface Props {
  readonly view: RecordingView;
  readonly peaks: RecordingPeaks;
  /** Returns an address of the sound, which works for a short time. */
  readonly requestUrl: () => Promise<string>;
  /** Saves the file. Undefined: the person may not. */
  readonly download: (() => void) | undefined;
}

/** Plays a recording: two lanes, a position, a speed, and a button that mutes each lane. */
export function RecordingPlayer({ view, peaks, requestUrl, download }: Props): ReactElement {
  const { durationSeconds, marks } = view;
  const [sound, state] = useRecordingSound({ durationSeconds, requestUrl });
  const { phase, positionSeconds, muted } = state;
  const isPlaying = phase === "playing" || phase === "loading";
  const togglePlay = isPlaying ? sound.pause : sound.play;
  return (
    <div className="player">
      <div className="player-controls">
        <Button
          icon={isPlaying ? "pause" : "play"}
          aria-busy={phase === "loading"}
          onClick={togglePlay}
        >
          {isPlaying ? "Pause" : "Play"}
        </Button>
        <span className="player-time sv-numbers">
          {clockTime(positionSeconds)}
          <span className="sv-secondary"> / {clockTime(durationSeconds)}</span>
        </span>
        <Speed rate={state.rate} change={sound.setRate} />
        {download === undefined ? null : (
          <button
            type="button"
            className={iconButton}
            aria-label="Download the recording"
            title="Download the recording"
            onClick={download}
          >
            <PlayerIcon name="download" />
          </button>
        )}
      </div>
      <div className="player-lanes">
        <Waveform
          view={view}
          peaks={peaks}
          positionSeconds={positionSeconds}
          muted={muted}
          seek={sound.seek}
          togglePlay={togglePlay}
        />
        <div className="lane-buttons">
          {sides.map((side) => (
            <MuteLane
              key={side}
              name={laneName(view.lanes[side], side)}
              isMuted={muted[side]}
              toggle={() => sound.setMuted(side, !muted[side])}
            />
          ))}
        </div>
      </div>
      <SoundProblem {...state} />
      {marks.length === 0 ? null : (
        <ul className="marks" aria-label="Parts without sound">
          {marks.map((mark) => (
            <li key={`${mark.kind} ${mark.side} ${mark.from}`}>
              <button
                type="button"
                className="text-button sv-focusable"
                onClick={() => sound.seek(mark.from)}
              >
                {markWords(mark, view)} <span className="sv-numbers">{spanWords(mark)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Speed({ rate, change }: { rate: number; change: (rate: number) => void }): ReactElement {
  const id = useId();
  return (
    <span className="sv-field player-speed">
      <label htmlFor={id} className="sv-visually-hidden">
        Speed
      </label>
      <select id={id} value={rate} onChange={(event) => change(Number(event.target.value))}>
        {rates.map((one) => (
          <option key={one} value={one}>
            {one} ×
          </option>
        ))}
      </select>
    </span>
  );
}

function MuteLane({
  name,
  isMuted,
  toggle,
}: {
  name: string;
  isMuted: boolean;
  toggle: () => void;
}): ReactElement {
  const label = `${isMuted ? "Unmute" : "Mute"} ${name}`;
  return (
    <button
      type="button"
      className={isMuted ? `${iconButton} sv-muted` : iconButton}
      aria-label={label}
      title={label}
      onClick={toggle}
    >
      <PlayerIcon name={isMuted ? "volume-off" : "volume"} />
    </button>
  );
}

/** Says why the sound can't be played. Play tries again. */
function SoundProblem({ problem }: Pick<SoundState, "problem">): ReactElement | null {
  if (problem === null) return null;
  const { title, detail } =
    problem === "sound_failed"
      ? {
          title: "The recording can't be played right now",
          detail: "Press Play to try again. If it fails again, download it.",
        }
      : noticeWords(problem, "agent");
  return (
    <div className="sv-banner sv-banner-error sv-banner-tall" role="alert">
      <div className="sv-grow">
        <p className="sv-banner-title">{title}</p>
        {detail === undefined ? null : <p>{detail}</p>}
        <CopyDetails code={problem} />
      </div>
    </div>
  );
}
