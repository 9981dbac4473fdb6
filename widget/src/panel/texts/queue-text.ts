import type { QueuePlace } from "@synapse-voice/contract";

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

/** "You're next", "You're second in line"; beyond the tenth by number. */
const placeWords = (position: number): string =>
  position <= 1
    ? "You're next"
    : `You're ${ordinals[position - 2] ?? `number ${position}`} in line`;

/** A wait in words that are as exact as the estimate is: whole minutes. */
function waitWords(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return "less than a minute";
  if (minutes >= 60) return "more than an hour";
  return minutes === 1 ? "about a minute" : `about ${minutes} minutes`;
}

/** How long the wait still is: a title, and what else there is to know. */
export function queueWords(place: QueuePlace | null): readonly [title: string, detail: string] {
  const detail = "Please stay on this page. You'll be connected as soon as somebody is free.";
  if (!place) return ["Waiting for someone…", detail];
  const { position, estimatedWaitSeconds: wait } = place;
  return [
    wait === null ? placeWords(position) : `${placeWords(position)}, ${waitWords(wait)}`,
    detail,
  ];
}
