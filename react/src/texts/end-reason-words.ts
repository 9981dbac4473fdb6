import type { EndReason, Role } from "@synapse-voice/contract";
import { shortName } from "./names.ts";
import type { Audience, NextStep, Words } from "./words.ts";

interface Names {
  readonly full: string;
  readonly short: string;
}
type Side = "caller" | "callee";
type Line = (who: Names) => Words;
export const say = (title: string, next: NextStep = null, detail?: string): Words =>
  detail === undefined ? { title, next } : { title, detail, next };

const agentLines: Record<EndReason, Record<Side, Line>> = {
  hung_up: { caller: () => say("Call ended"), callee: () => say("Call ended") },
  cancelled: {
    caller: () => say("You cancelled the call", "call-again"),
    callee: ({ short }) => say(`${short} hung up before you answered`, "call-back"),
  },
  declined: {
    caller: ({ short }) => say(`${short} declined the call`, "call-again"),
    callee: () => say("You declined"),
  },
  ring_timeout: {
    caller: ({ short }) => say(`${short} didn't answer`, "call-again"),
    callee: ({ full }) => say(`Missed call from ${full}`, "call-back"),
  },
  busy: {
    caller: ({ short }) => say(`${short} is on another call`, "call-again"),
    callee: ({ full }) => say(`Missed call from ${full}`, "call-back"),
  },
  no_agent: {
    caller: () => say("Nobody could take the call", "call-again"),
    callee: ({ full }) => say(`Missed call from ${full}`, "call-back"),
  },
  closed: {
    caller: () => say("The team is closed right now"),
    callee: ({ full }) => say(`${full} called outside your hours`, "call-back"),
  },
  caller_gone: {
    caller: () =>
      say(
        "The call stopped ringing",
        "call-again",
        "This page lost its connection to the server while it rang.",
      ),
    callee: ({ short }) => say(`${short} left before you answered`, "call-back"),
  },
  connection_lost: {
    caller: ({ short }) => say(`The connection to ${short} was lost`, "call-back"),
    callee: ({ short }) => say(`The connection to ${short} was lost`, "call-back"),
  },
  media_unavailable: {
    caller: () =>
      say(
        "Calls can't be connected right now",
        "try-again",
        "The voice service doesn't answer. Everything else still works.",
      ),
    callee: ({ full }) => say(`The call from ${full} couldn't be connected`, "call-back"),
  },
  person_removed: {
    caller: ({ short }) => say(`${short} can't be called any more`),
    callee: ({ short }) => say(`${short} can't be called any more`),
  },
  call_too_long: {
    caller: () => say("The call reached the longest time allowed", "call-back"),
    callee: () => say("The call reached the longest time allowed", "call-back"),
  },
};

const nobodyFree = say(
  "Nobody could take your call just now.",
  "call-again",
  "We can call you back.",
);
const customerLines: Record<EndReason, Record<Side, Line>> = {
  hung_up: {
    caller: () => say("The call has ended.", "call-again"),
    callee: () => say("The call has ended."),
  },
  cancelled: {
    caller: () => say("You cancelled the call.", "call-again"),
    callee: ({ short }) => say(`${short} hung up before you answered.`, "call-back"),
  },
  declined: {
    caller: ({ short }) => say(`${short} can't talk right now.`, "someone-else"),
    callee: () => say("You declined."),
  },
  ring_timeout: {
    caller: () => nobodyFree,
    callee: ({ full }) => say(`You missed a call from ${full}.`, "call-back"),
  },
  busy: {
    caller: ({ short }) => say(`${short} is on another call.`, "call-again"),
    callee: ({ full }) => say(`You missed a call from ${full}.`, "call-back"),
  },
  no_agent: {
    caller: () => nobodyFree,
    callee: ({ full }) => say(`You missed a call from ${full}.`, "call-back"),
  },
  closed: {
    caller: () => say("We're closed right now.", null, "Please call again in our opening hours."),
    callee: () => say("We're closed right now."),
  },
  caller_gone: {
    caller: () =>
      say(
        "The call stopped ringing.",
        "call-again",
        "This page lost its connection while it rang.",
      ),
    callee: ({ short }) => say(`${short} hung up before you answered.`, "call-back"),
  },
  connection_lost: {
    caller: () => say("The connection was lost.", "call-again"),
    callee: () => say("The connection was lost.", "call-again"),
  },
  media_unavailable: {
    caller: () =>
      say("Calls don't work right now.", "try-again", "Please try again in a few minutes."),
    callee: () => say("The call couldn't be connected."),
  },
  person_removed: {
    caller: ({ short }) => say(`${short} isn't with us any more.`, "someone-else"),
    callee: () => say("The call has ended."),
  },
  call_too_long: {
    caller: () => say("The call reached the longest time allowed.", "call-again"),
    callee: () => say("The call reached the longest time allowed.", "call-again"),
  },
};

const lines: Record<Audience, Record<EndReason, Record<Side, Line>>> = {
  agent: agentLines,
  customer: customerLines,
};

/** The text of an end reason, for one side of the call. `name` is the other side's, whole. */
export function endReasonWords(
  reason: EndReason,
  role: Role,
  name: string | null,
  audience: Audience,
): Words {
  const unknown = audience === "agent" ? "the customer" : "Our team";
  const full = name?.trim() || unknown;
  const short = shortName(name) || unknown;
  const words = lines[audience][reason][role === "caller" ? "caller" : "callee"]({ full, short });
  return { ...words, title: sentence(words.title) };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
