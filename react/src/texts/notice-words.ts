import { errorCodes, type ErrorCode } from "@synapse-voice/contract";
import { shortName } from "./names.ts";
import type { Audience, NextStep, Words } from "./words.ts";

interface NoticeTexts {
  readonly agent: string;
  readonly customer: string;
  readonly detail?: string;
  readonly next?: NextStep;
}

const askAdmin = "Ask an admin of your team.";
const reloadPage = "Reload the page. If it comes back, sign in again.";
const tryLater = "Please try again in a few minutes.";
const unexpected = (agent: string, detail?: string): NoticeTexts => ({
  agent,
  customer: "That didn't work.",
  next: "try-again",
  ...(detail === undefined ? {} : { detail }),
});
const unavailable = (agent: string): NoticeTexts => ({
  agent,
  customer: "Calls don't work right now.",
  detail: tryLater,
  next: "try-again",
});
const signInAgain = (agent: string): NoticeTexts => ({
  agent,
  customer: "Your sign-in has run out.",
  detail: reloadPage,
  next: "reload",
});

/** `{name}` is replaced by the name of the person that the command was about. */
const noticeTexts: Record<ErrorCode, NoticeTexts> = {
  invalid_request: unexpected("The server did not understand this"),
  self_call: { agent: "You can't call yourself", customer: "You can't call yourself." },
  token_missing: signInAgain("You are signed out"),
  token_invalid: signInAgain("Your sign-in is not valid here"),
  token_expired: signInAgain("Your sign-in has run out"),
  webhook_unverified: unexpected("The server did not accept this"),
  not_provisioned: {
    agent: "Your account belongs to no company yet",
    customer: "Your account can't make calls yet.",
    detail: "Ask whoever invited you.",
  },
  forbidden: {
    agent: "Your role doesn't allow this",
    customer: "You can't do this.",
    detail: askAdmin,
  },
  origin_not_allowed: {
    agent: "This site may not make calls for your company",
    customer: "Calls don't work on this site.",
    detail: "An admin can add its address under Settings, Websites.",
  },
  signup_closed: { agent: "Sign-up is closed here", customer: "Sign-up is closed here." },
  call_not_allowed: {
    agent: "You can't call this person",
    customer: "You can't call this person.",
  },
  not_found: unexpected(
    "The server does not know this",
    "This app may be older or newer than the server.",
  ),
  callee_not_found: {
    agent: "There is no such person to call",
    customer: "This person can't be called.",
    detail: "They may have been removed. Search again.",
  },
  call_not_found: { agent: "This call is over", customer: "This call is over." },
  callback_not_found: {
    agent: "The customer has cancelled this call-back",
    customer: "You have no open request for a call-back.",
  },
  recording_not_found: {
    agent: "There is no recording of this call",
    customer: "There is no recording of this call.",
  },
  recording_not_ready: {
    agent: "The recording is not finished yet",
    customer: "The recording is not finished yet.",
    detail: "It is ready about a minute after the call.",
  },
  recording_link_expired: {
    agent: "The link to the recording has run out",
    customer: "The link to the recording has run out.",
    next: "try-again",
  },
  recording_not_active: {
    agent: "This call is not being recorded",
    customer: "This call is not being recorded.",
  },
  recording_refused: {
    agent: "The other person did not agree to a recording",
    customer: "You did not agree to a recording.",
    detail: "The call goes on without one.",
  },
  recording_protected: {
    agent: "This recording is protected from deletion",
    customer: "This recording can't be deleted.",
    detail: "Remove the protection first.",
  },
  recording_gone: {
    agent: "The recording was deleted",
    customer: "The recording was deleted.",
  },
  consent_not_asked: {
    agent: "Nobody asks for your consent on this call",
    customer: "You don't have to agree to anything on this call.",
  },
  person_not_found: { agent: "There is no such person", customer: "There is no such person." },
  method_not_allowed: unexpected(
    "The server does not know this",
    "This app may be older or newer than the server.",
  ),
  already_calling: {
    agent: "You are already calling someone",
    customer: "You are already calling us.",
    detail: "End that call first. It may be in another tab or on another device.",
    next: "end-call",
  },
  incoming_from_callee: {
    agent: "{name} is just calling you",
    customer: "{name} is just calling you.",
    detail: "Answer that call instead.",
  },
  busy: {
    agent: "{name} is on another call",
    customer: "{name} is on another call.",
    detail: "Try again in a few minutes.",
    next: "try-again",
  },
  on_another_call: {
    agent: "You are on another call",
    customer: "You are on another call.",
    detail: "Hang up first, or put that call on hold.",
    next: "hold",
  },
  no_agent: {
    agent: "No agents yet",
    customer: "Nobody can take calls here yet.",
    detail: "Nobody is set up to answer.",
  },
  closed: { agent: "Calls are not taken at this hour", customer: "We're closed right now." },
  answered_elsewhere: { agent: "Answered by {name}", customer: "Answered on another device." },
  call_ended: { agent: "The call has already ended", customer: "The call has already ended." },
  claimed_elsewhere: { agent: "{name} has claimed this", customer: "Someone has claimed this." },
  call_not_answered: { agent: "Nobody has answered yet", customer: "Nobody has answered yet." },
  notes_changed: {
    agent: "{name} has changed these notes",
    customer: "Someone has changed these notes.",
  },
  email_exists: {
    agent: "There is an account with this email already",
    customer: "There is an account with this email already.",
    detail:
      "They are in your team already, or belong to another company. " +
      "A person can't be an agent and a customer with the same email.",
  },
  idempotency_conflict: unexpected("This was already asked for another call"),
  body_too_large: unexpected("This is too large to send"),
  range_not_satisfiable: unexpected("The server has no such part of the file"),
  unsupported_media_type: unexpected("The server did not understand this"),
  weak_password: {
    agent: "This password is too weak",
    customer: "This password is too weak.",
    detail: "Choose one that is longer or harder to guess.",
  },
  invitation_accepted: {
    agent: "This person has joined already",
    customer: "This person has joined already.",
    detail: "Load the list again to see them.",
  },
  email_invalid: {
    agent: "This address can't get email",
    customer: "This address can't get email.",
    detail: "Check its spelling.",
  },
  mail_not_allowed: {
    agent: "Email can't be sent to this address",
    customer: "Email can't be sent to this address.",
    detail:
      "The account service may send email to certain addresses only. " +
      "Ask whoever runs it to change that.",
  },
  mail_limit_reached: {
    agent: "The email wasn't sent: there were too many emails lately",
    customer: "The email wasn't sent.",
    detail: "Try again in an hour.",
    next: "try-again",
  },
  mail_failed: {
    agent: "The email couldn't be sent",
    customer: "The email couldn't be sent.",
    detail:
      "Try again in a few minutes. If it still fails, " +
      "ask whoever runs the account service to check its email settings.",
    next: "try-again",
  },
  too_many_calls: {
    agent: "Too many calls are going on",
    customer: "All lines are busy just now.",
    detail: tryLater,
    next: "try-again",
  },
  rate_limited: {
    agent: "That was too often",
    customer: "That was too often.",
    detail: "Wait a moment, then try again.",
    next: "try-again",
  },
  internal: unexpected("Something went wrong on our side", "Calls that go on are not affected."),
  media_unavailable: {
    ...unavailable("Calls can't be connected right now"),
    detail: "The voice service doesn't answer. Try again in a minute.",
  },
  recording_unavailable: {
    ...unavailable("Recording doesn't work right now"),
    detail: "Try again in a minute. If it goes on, tell an admin.",
  },
  accounts_unavailable: unavailable("The account service can't be reached"),
  database_unavailable: unavailable("The server can't reach its database"),
};

/** Text for requests that got no reply. */
const offline: NoticeTexts = {
  agent: "The server can't be reached",
  customer: "You seem to be offline.",
  detail: "Check your connection, then try again.",
  next: "try-again",
};

/** Text for commands that waited too long for the page's `getToken`. */
const tokenTimeout: NoticeTexts = {
  agent: "Your sign-in could not be checked in time",
  customer: "We couldn't check your sign-in.",
  detail: "Try again. If it doesn't help, reload the page.",
  next: "try-again",
};

/** Every error code that has its own text. */
export const knownCodes = Object.keys(errorCodes) as readonly ErrorCode[];

const isKnown = (code: string): code is ErrorCode => Object.hasOwn(noticeTexts, code);

/**
 * Returns the text for a failed command. `name` is the person that it was about, or who answered.
 * Unknown codes of newer servers get a general text. Show the code in small type beside the text.
 */
export function noticeWords(code: string, audience: Audience, name?: string | null): Words {
  const texts = isKnown(code)
    ? noticeTexts[code]
    : code === "network" || code === "timeout" || code === "offline"
      ? offline
      : code === "token_timeout"
        ? tokenTimeout
        : unexpected("That didn't work");
  const short = shortName(name);
  const title =
    short === "" ? withoutName(code, texts[audience]) : texts[audience].replace("{name}", short);
  const words = { title, next: texts.next ?? null };
  return texts.detail === undefined ? words : { ...words, detail: texts.detail };
}

const withoutName = (code: string, text: string): string =>
  code === "answered_elsewhere"
    ? "Answered on another device"
    : text.replace("{name}", "This person");
