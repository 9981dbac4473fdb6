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

/** Title where no agent is at work. */
export const nobodyAvailable = "Nobody is available right now.";
/** Title of the same page once an agent is at work. */
export const someoneAvailable = "Someone can take your call now.";

/** Returns "You're next" or "You're second in line". After the tenth place it uses the number. */
const placeText = (position: number): string =>
  position <= 1
    ? "You're next"
    : `You're ${ordinals[position - 2] ?? `number ${position}`} in line`;

/** Rounds the estimated wait to whole minutes. */
function waitText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return "less than a minute";
  if (minutes >= 60) return "more than an hour";
  return minutes === 1 ? "about a minute" : `about ${minutes} minutes`;
}

/** Returns a title with the place and the estimated wait, and a sentence below it. */
export function queueText(place: QueuePlace | null): readonly [title: string, detail: string] {
  const detail = "Please stay on this page. You'll be connected as soon as someone is free.";
  if (!place) return ["Waiting for someone…", detail];
  const { position, estimatedWaitSeconds: wait, staffed } = place;
  if (staffed === false)
    return [
      nobodyAvailable,
      "You can wait a moment, in case someone comes back. Or we can call you back.",
    ];
  return [
    wait === null ? placeText(position) : `${placeText(position)}, ${waitText(wait)}`,
    detail,
  ];
}
