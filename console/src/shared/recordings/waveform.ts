import { levelsOf, type RecordingPeaks } from "@synapse-voice/contract";
import type { Lane, Side } from "./recording-view.ts";

/** Most bars of a lane. */
const maxBars = 360;
/** Part of a bar's place that is drawn. */
const barWidth = 0.7;
/** Level in dB that has no height. */
const floorDecibels = -48;
/** Height of silence, so that a lane without sound shows as a line. */
const silenceHeight = 2;

/** The bars of one person in a lane, as the `d` of an SVG path. */
export interface Bars {
  /** Null for sound of nobody who is known. */
  readonly userId: string | null;
  readonly path: string;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Returns the height of a level between 0 and 1. Loudness is heard, and drawn, in dB. */
const heightOf = (level: number): number =>
  Math.max(silenceHeight, 100 * (1 - (20 * Math.log10(level)) / floorDecibels));

/** Returns whose bar it is: of who spoke, or of the only person on this side. */
function speakerAt({ people, turns }: Lane, from: number, to: number): string | null {
  const turn = turns.find((one) => one.from < to && one.to > from);
  if (turn !== undefined) return turn.userId;
  const [only, ...others] = people;
  return others.length === 0 ? (only?.userId ?? null) : null;
}

/**
 * Draws the bars of a side on a grid that is as many units wide as the recording has seconds, and
 * 100 high.
 */
export function barsOf(
  peaks: RecordingPeaks,
  side: Side,
  lane: Lane,
  durationSeconds: number,
): readonly Bars[] {
  const levels = levelsOf(peaks[side]);
  const cellSeconds = peaks.cellMs / 1000;
  const cells = Math.min(levels.length, Math.ceil(durationSeconds / cellSeconds));
  const cellsPerBar = Math.max(1, Math.ceil(cells / maxBars));
  const paths = new Map<string | null, string[]>();
  for (let cell = 0; cell < cells; cell += cellsPerBar) {
    const from = cell * cellSeconds;
    const width = Math.min(cellsPerBar * cellSeconds, durationSeconds - from);
    const height = heightOf(Math.max(...levels.slice(cell, cell + cellsPerBar)));
    const drawn = round(width * barWidth);
    const speaker = speakerAt(lane, from, from + width);
    const path = paths.get(speaker) ?? [];
    path.push(`M${round(from)} ${round(50 - height / 2)}h${drawn}v${round(height)}h-${drawn}z`);
    paths.set(speaker, path);
  }
  return [...paths].map(([userId, path]) => ({ userId, path: path.join("") }));
}
