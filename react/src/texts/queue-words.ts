import type { QueuePlace } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";

const ordinals = [
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];

/** Title where no agent is at work. */
export const nobodyAvailable = "Nobody is available right now.";

const placeWords = (position: number): string =>
  position <= 1
    ? "You're next"
    : `You're ${ordinals[position - 2] ?? `number ${position}`} in line`;

/** Rounds the estimated wait to whole minutes. */
function waitWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return "less than a minute";
  if (minutes >= 60) return "more than an hour";
  return minutes === 1 ? "about a minute" : `about ${minutes} minutes`;
}

/** Returns a customer's place in the queue and the expected wait as a title, and a sentence. */
export function queueWords(place: QueuePlace | null): readonly [title: string, detail: string] {
  const detail = "Please stay on this page. You'll be connected as soon as someone is free.";
  if (place === null) return ["Waiting for someone…", detail];
  const { position, estimatedWaitSeconds: wait, staffed } = place;
  if (staffed === false)
    return [
      nobodyAvailable,
      "You can wait a moment, in case someone comes back. Or we can call you back.",
    ];
  return [
    wait === null ? placeWords(position) : `${placeWords(position)}, ${waitWords(wait)}`,
    detail,
  ];
}

/**
 * Returns what a customer's call before the answer is doing, and a sentence for the one who waits.
 * `view` is null until the server has the call. `name` is the person called, if one was named.
 */
export function waitingWords(
  view: Pick<CallView, "phase"> | null,
  name: string | null,
  place: QueuePlace | null,
): readonly [title: string, detail: string] {
  if (view === null) return ["Connecting…", "If your browser asks, allow the microphone."];
  if (view.phase === "queued") return queueWords(place);
  return [
    name === null ? "Calling…" : `Calling ${name}…`,
    "You'll be connected as soon as someone answers.",
  ];
}
