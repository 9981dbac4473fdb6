import type { RecordingDetails } from "@synapse-voice/contract";

/** Side of a recording: left is the customer or the caller, right is everyone else of the call. */
export type Side = "left" | "right";

/** Both sides, in the order of the lanes. */
export const sides: readonly Side[] = ["left", "right"];

/** A time within a recording, in seconds since its start. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A time in which a person spoke. */
export interface Turn extends Span {
  readonly userId: string;
}

/** One side of a recording: who is on it, and when each of them spoke. */
export interface Lane {
  readonly people: readonly { readonly userId: string; readonly name: string }[];
  readonly turns: readonly Turn[];
}

/** A time without sound, and why. */
export interface Mark extends Span {
  readonly kind: "pause" | "hold" | "gap";
  readonly side: Side | "both";
}

/** A recording that can be played. */
export interface RecordingView {
  readonly durationSeconds: number;
  readonly lanes: Readonly<Record<Side, Lane>>;
  /** In order of time. */
  readonly marks: readonly Mark[];
}

/** Returns the view of a finished recording; null while the length of the file is not known. */
export function viewOf(details: RecordingDetails): RecordingView | null {
  const { durationSeconds } = details;
  if (durationSeconds === null) return null;
  const both = (kind: Mark["kind"], spans: readonly OpenSpan[]): Mark[] =>
    spans.map(({ from, to }) => ({ kind, side: "both", from, to: to ?? durationSeconds }));
  const marks: Mark[] = [
    ...both("pause", details.pauses),
    ...both("hold", details.holds),
    ...details.gaps.map(({ side, from, to }) => ({ kind: "gap" as const, side, from, to })),
  ];
  return {
    durationSeconds,
    lanes: { left: laneOf(details.left), right: laneOf(details.right) },
    marks: marks.toSorted((one, other) => one.from - other.from),
  };
}

type OpenSpan = { readonly from: number; readonly to: number | null };

const laneOf = ({ people, spoken }: RecordingDetails["left"]): Lane => ({
  people: people.map(({ supabaseUserId, name }) => ({ userId: supabaseUserId, name })),
  turns: spoken.map(({ supabaseUserId, from, to }) => ({ userId: supabaseUserId, from, to })),
});
