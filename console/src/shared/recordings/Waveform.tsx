import { useMemo, type CSSProperties, type KeyboardEvent, type ReactElement } from "react";
import type { RecordingPeaks } from "@synapse-voice/contract";
import { hueOf } from "@synapse-voice/react";
import { laneName, markWords, positionWords } from "./recording-words.ts";
import { sides, type Mark, type RecordingView, type Side, type Span } from "./recording-view.ts";
import { barsOf } from "./waveform.ts";

/** Steps of the arrow keys and of Page Up and Page Down. */
const stepSeconds = 5;
const pageSeconds = 30;

const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -stepSeconds,
  ArrowDown: -stepSeconds,
  ArrowRight: stepSeconds,
  ArrowUp: stepSeconds,
  PageDown: -pageSeconds,
  PageUp: pageSeconds,
};

interface Props {
  readonly view: RecordingView;
  readonly peaks: RecordingPeaks;
  readonly positionSeconds: number;
  readonly muted: Readonly<Record<Side, boolean>>;
  readonly seek: (seconds: number) => void;
  readonly togglePlay: () => void;
}

/**
 * Draws a lane for each side, with the bars of each person in their colour, and the times without
 * sound. One slider over both moves the position.
 */
export function Waveform({
  view,
  peaks,
  positionSeconds,
  muted,
  seek,
  togglePlay,
}: Props): ReactElement {
  const { durationSeconds, marks } = view;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = keySteps[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (step !== undefined) seek(positionSeconds + step);
    else if (event.key === " ") togglePlay();
    else return;
    event.preventDefault();
  };
  return (
    <div className="lanes">
      {sides.map((side) => (
        <LaneOf key={side} side={side} view={view} peaks={peaks} isMuted={muted[side]} />
      ))}
      {marks.map((mark) => (
        <MarkArea key={`${mark.kind} ${mark.side} ${mark.from}`} mark={mark} view={view} />
      ))}
      <span
        className="playhead"
        style={{ insetInlineStart: `${percent(positionSeconds, durationSeconds)}%` }}
      />
      <input
        type="range"
        className="lanes-slider"
        aria-label="Position"
        aria-valuetext={positionWords(positionSeconds, view)}
        min={0}
        max={durationSeconds}
        step={0.1}
        value={positionSeconds}
        onChange={(event) => seek(Number(event.target.value))}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function LaneOf({
  side,
  view,
  peaks,
  isMuted,
}: {
  side: Side;
  view: RecordingView;
  peaks: RecordingPeaks;
  isMuted: boolean;
}): ReactElement {
  const { lanes, durationSeconds } = view;
  const lane = lanes[side];
  // The position changes several times a second, and the bars don't.
  const bars = useMemo(
    () => barsOf(peaks, side, lane, durationSeconds),
    [peaks, side, lane, durationSeconds],
  );
  return (
    <div className={isMuted ? "lane lane-muted" : "lane"}>
      <svg viewBox={`0 0 ${durationSeconds} 100`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map(({ userId, path }) => (
          <path key={userId} className="bars" style={hueStyle(userId)} d={path} />
        ))}
      </svg>
      <span className="lane-name">
        {lane.people.length === 0
          ? laneName(lane, side)
          : lane.people.map(({ userId, name }) => (
              <span key={userId} className="lane-person">
                <span className="lane-colour" style={hueStyle(userId)} />
                {name}
              </span>
            ))}
      </span>
    </div>
  );
}

/** The colour of a person's avatar. */
const hueStyle = (userId: string | null): CSSProperties | undefined =>
  userId === null ? undefined : { ["--sv-hue" as string]: String(hueOf(userId)) };

const percent = (seconds: number, durationSeconds: number): number =>
  durationSeconds === 0 ? 0 : (100 * seconds) / durationSeconds;

const placeOf = ({ from, to }: Span, durationSeconds: number): CSSProperties => ({
  insetInlineStart: `${percent(from, durationSeconds)}%`,
  width: `${percent(to - from, durationSeconds)}%`,
});

const MarkArea = ({ mark, view }: { mark: Mark; view: RecordingView }): ReactElement => (
  <span
    className={`mark mark-${mark.kind} mark-${mark.side}`}
    style={placeOf(mark, view.durationSeconds)}
    aria-hidden="true"
  >
    <span className="mark-name">{markWords({ ...mark, side: "both" }, view)}</span>
  </span>
);
