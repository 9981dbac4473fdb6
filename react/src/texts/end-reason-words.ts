import type { EndReason, Role } from "@synapse-voice/contract";
import { shortName } from "./names.ts";
import type { Audience, NextStep, Words } from "./words.ts";

interface Names {
  readonly full: string;
  readonly short: string;
}
type CallRole = "caller" | "callee";
type TextFor = (names: Names) => Words;
/** Makes a text of its parts. */
export const words = (title: string, next: NextStep = null, detail?: string): Words =>
  detail === undefined ? { title, next } : { title, detail, next };

const blockedDetail =
  "A network on the way blocks the sound of calls. Ask IT to open the media server's ports.";
const agentLines: Record<EndReason, Record<CallRole, TextFor>> = {
  hung_up: { caller: () => words("Call ended"), callee: () => words("Call ended") },
  cancelled: {
    caller: () => words("You cancelled the call", "call-again"),
    callee: ({ short }) => words(`${short} hung up before you answered`, "call-back"),
  },
  declined: {
    caller: ({ short }) => words(`${short} declined the call`, "call-again"),
    callee: () => words("You declined"),
  },
  ring_timeout: {
    caller: ({ short }) => words(`${short} didn't answer`, "call-again"),
    callee: ({ full }) => words(`Missed call from ${full}`, "call-back"),
  },
  busy: {
    caller: ({ short }) => words(`${short} is on another call`, "call-again"),
    callee: ({ full }) => words(`Missed call from ${full}`, "call-back"),
  },
  no_agent: {
    caller: () => words("Nobody could take the call", "call-again"),
    callee: ({ full }) => words(`Missed call from ${full}`, "call-back"),
  },
  closed: {
    caller: () => words("The team is closed right now"),
    callee: ({ full }) => words(`${full} called outside your hours`, "call-back"),
  },
  caller_gone: {
    caller: () =>
      words(
        "The call stopped ringing",
        "call-again",
        "This page lost its connection to the server while it rang.",
      ),
    callee: ({ short }) => words(`${short} left before you answered`, "call-back"),
  },
  connection_lost: {
    caller: ({ short }) => words(`The connection to ${short} was lost`, "call-back"),
    callee: ({ short }) => words(`The connection to ${short} was lost`, "call-back"),
  },
  media_unavailable: {
    caller: () =>
      words(
        "Calls can't be connected right now",
        "try-again",
        "The voice service doesn't answer. Everything else still works.",
      ),
    callee: ({ full }) => words(`The call from ${full} couldn't be connected`, "call-back"),
  },
  media_blocked: {
    caller: ({ short }) => words(`No sound got through to ${short}`, "call-back", blockedDetail),
    callee: ({ short }) => words(`No sound got through to ${short}`, "call-back", blockedDetail),
  },
  person_removed: {
    caller: ({ short }) => words(`${short} was removed, and can't be called`),
    callee: ({ short }) => words(`${short} was removed, and can't be called`),
  },
  call_too_long: {
    caller: () => words("The call reached the longest time allowed", "call-back"),
    callee: () => words("The call reached the longest time allowed", "call-back"),
  },
};

const customerBlockedDetail =
  "A network blocks the sound of calls. Try another one, or let us call you back.";
const nobodyFree = words(
  "Nobody could take your call just now.",
  "call-again",
  "We can call you back.",
);
const customerLines: Record<EndReason, Record<CallRole, TextFor>> = {
  hung_up: {
    caller: () => words("The call has ended.", "call-again"),
    callee: () => words("The call has ended."),
  },
  cancelled: {
    caller: () => words("You cancelled the call.", "call-again"),
    callee: ({ short }) => words(`${short} hung up before you answered.`, "call-back"),
  },
  declined: {
    caller: ({ short }) => words(`${short} can't talk right now.`, "someone-else"),
    callee: () => words("You declined."),
  },
  ring_timeout: {
    caller: () => nobodyFree,
    callee: ({ full }) => words(`You missed a call from ${full}.`, "call-back"),
  },
  busy: {
    caller: ({ short }) => words(`${short} is on another call.`, "call-again"),
    callee: ({ full }) => words(`You missed a call from ${full}.`, "call-back"),
  },
  no_agent: {
    caller: () => nobodyFree,
    callee: ({ full }) => words(`You missed a call from ${full}.`, "call-back"),
  },
  closed: {
    caller: () => words("We're closed right now.", null, "Please call again in our opening hours."),
    callee: () => words("We're closed right now."),
  },
  caller_gone: {
    caller: () =>
      words(
        "The call stopped ringing.",
        "call-again",
        "This page lost its connection while it rang.",
      ),
    callee: ({ short }) => words(`${short} hung up before you answered.`, "call-back"),
  },
  connection_lost: {
    caller: () => words("The connection was lost.", "call-again"),
    callee: () => words("The connection was lost.", "call-again"),
  },
  media_unavailable: {
    caller: () =>
      words("Calls don't work right now.", "try-again", "Please try again in a few minutes."),
    callee: () => words("The call couldn't be connected."),
  },
  media_blocked: {
    caller: () => words("No sound got through.", "call-again", customerBlockedDetail),
    callee: () => words("No sound got through.", "call-again", customerBlockedDetail),
  },
  person_removed: {
    caller: ({ short }) => words(`${short} isn't available.`, "someone-else"),
    callee: () => words("The call has ended."),
  },
  call_too_long: {
    caller: () => words("The call reached the longest time allowed.", "call-again"),
    callee: () => words("The call reached the longest time allowed.", "call-again"),
  },
};

const lines: Record<Audience, Record<EndReason, Record<CallRole, TextFor>>> = {
  agent: agentLines,
  customer: customerLines,
};

/**
 * Returns the text for an end reason, as a caller or a callee reads it. `name` is the full name of
 * the peer.
 */
export function endReasonWords(
  reason: EndReason,
  role: Role,
  name: string | null,
  audience: Audience,
): Words {
  const full = name?.trim() || "someone";
  const short = shortName(name) || "this person";
  const found = lines[audience][reason][role === "caller" ? "caller" : "callee"]({ full, short });
  return { ...found, title: sentence(found.title) };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
