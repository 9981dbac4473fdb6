import type { EndReason, Role } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";

/** Who reads a text: an agent of the company, or one of its customers. */
export type Audience = "agent" | "customer";

/** What a person can do next about what they read. */
export type NextStep = "call-back" | "call-again" | "someone-else" | "try-again" | null;

/** A text for people: what happened, more about it where that helps, and the next step. */
export interface Words {
  readonly title: string;
  readonly detail?: string;
  readonly next: NextStep;
}

/** Labels of the next steps' buttons. */
export const nextStepLabels: Record<Exclude<NextStep, null>, string> = {
  "call-back": "Call back",
  "call-again": "Call again",
  "someone-else": "Ask for someone else",
  "try-again": "Try again",
};

/** The name by which a text calls a person: the first word of the whole name. */
export const shortName = (name: string | null | undefined): string =>
  name?.trim().split(/\s+/u)[0] ?? "";

/** What the held side of a call reads; `name` is who holds it, by the short name. */
export const heldByPeerWords = (name: string, audience: Audience): string =>
  audience === "agent"
    ? `${name || "The other side"} put you on hold`
    : `${name || "Our team"} put you on hold. Please stay.`;

/** Why nobody else can be called while a call waits on hold that the reader placed. */
export const placedHeldWords =
  "The call on hold is one that you made: end it before you call somebody else.";

const opening = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  hour: "numeric",
  minute: "2-digit",
});

/**
 * What customers read outside the opening hours, with when calls are taken again, by their own
 * clock, where that is known.
 */
export const closedWords = (opensAt: string | null): string =>
  opensAt === null
    ? "We're closed right now."
    : `We're closed right now. We open again ${opening.format(Date.parse(opensAt)).replace(" at ", ", ")}.`;

interface Names {
  readonly full: string;
  readonly short: string;
}
type Side = "caller" | "callee";
type Line = (who: Names) => Words;
const say = (title: string, next: NextStep = null, detail?: string): Words =>
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

/** `4:07`, or `1:02:03` from an hour on. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${two(whole % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/**
 * What the card of an ended call says to its reader. An offer's own outcome comes first (a call
 * that others answered, or that went on to somebody else, has not ended for everybody), then the
 * call's end reason.
 */
export function endedWords(view: CallView, me: string, audience: Audience): Words {
  const { call, role } = view;
  const name = view.peer?.name ?? null;
  if (role !== "caller") {
    const outcome = call.offer?.outcome ?? null;
    if (outcome === "answered_elsewhere") return answeredElsewhere(view, me);
    if (outcome === "declined" || (outcome === null && view.left))
      return endReasonWords("declined", role, name, audience);
    if (outcome === "missed") return endReasonWords("ring_timeout", role, name, audience);
    if (outcome === "cancelled" && call.endReason === null)
      return endReasonWords("cancelled", role, name, audience);
  }
  if (call.endReason === "hung_up" && call.endedBy !== null && call.endedBy !== me)
    return hungUpByOther(view, audience);
  return endReasonWords(call.endReason ?? "hung_up", role, name, audience);
}

function answeredElsewhere({ call }: CallView, me: string): Words {
  const winner = call.callee;
  return winner === null || winner.supabaseUserId === me
    ? say("Answered on another device")
    : say(`Answered by ${shortName(winner.name)}`);
}

const hungUpByOther = (view: CallView, audience: Audience): Words => {
  const short = shortName(view.peer?.name);
  if (short === "") return endReasonWords("hung_up", view.role, null, audience);
  return audience === "agent" ? say(`${short} hung up`) : say(`${short} hung up.`, "call-again");
};
