import { clockTime, shortName } from "@synapse-voice/react";
import type { Lane, Mark, RecordingView, Side } from "./recording-view.ts";

const markNames: Readonly<Record<Mark["kind"], string>> = {
  pause: "Paused",
  hold: "On hold",
  gap: "Missing",
};

/** Returns the names of the people on a side, such as `Ada, Grace`. */
export const laneName = ({ people }: Lane, side: Side): string =>
  people.map(({ name }) => shortName(name)).join(", ") || (side === "left" ? "Customer" : "Team");

/** Returns what a mark says, such as `Paused` or `Missing, Carl`. */
export function markWords({ kind, side }: Mark, { lanes }: RecordingView): string {
  const name = markNames[kind];
  return side === "both" ? name : `${name}, ${laneName(lanes[side], side)}`;
}

const unit = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`;

/** Returns a duration as screen readers should say it, such as `1 minute 5 seconds`. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor((whole % 3600) / 60),
    whole % 60,
  ];
  const parts = [
    ...(hours > 0 ? [unit(hours, "hour")] : []),
    ...(minutes > 0 ? [unit(minutes, "minute")] : []),
    ...(rest > 0 || whole === 0 ? [unit(rest, "second")] : []),
  ];
  return parts.join(" ");
}

/** Returns a position as the slider says it, with the mark that it is in. */
export function positionWords(seconds: number, view: RecordingView): string {
  const time = `${spokenTime(seconds)} of ${spokenTime(view.durationSeconds)}`;
  const mark = view.marks.find(({ from, to }) => from <= seconds && seconds < to);
  return mark === undefined ? time : `${time}, ${markWords(mark, view)}`;
}

/** Returns a span of time, such as `1:02–1:40`. */
export const spanWords = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  `${clockTime(from)}–${clockTime(to)}`;
