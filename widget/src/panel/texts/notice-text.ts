import type { Notice } from "@synapse-voice/client";
import {
  askForSomeoneElse,
  callAgain,
  closed,
  noAnswer,
  tryAgain,
  unavailable,
  type ScreenText,
} from "./screen-text.ts";

const notHere: ScreenText = {
  title: "Calls aren't available here.",
  detail: "The rest of this page works as usual.",
  actions: [tryAgain],
};
const notThisPerson: ScreenText = {
  title: "This person can't be reached.",
  actions: [askForSomeoneElse],
};
const busyElsewhere: ScreenText = {
  title: "You're already on a call.",
  detail: "It is open in another tab or on another device.",
  actions: [],
};
const signedOut: ScreenText = {
  title: "You're signed out.",
  detail: "Sign in again, then call.",
  actions: [],
};
const callEnded: ScreenText = { title: "The call has ended.", actions: [callAgain] };

const texts: Record<string, ScreenText> = {
  no_agent: noAnswer,
  closed,
  token_missing: signedOut,
  token_invalid: signedOut,
  token_expired: signedOut,
  token_timeout: {
    title: "We couldn't check your sign-in.",
    detail: "Try again. If it doesn't help, reload the page.",
    actions: [tryAgain],
  },
  media_unavailable: unavailable,
  database_unavailable: unavailable,
  accounts_unavailable: unavailable,
  internal: unavailable,
  network: {
    title: "We can't reach the service.",
    detail: "Check your connection, then try again.",
    actions: [tryAgain],
  },
  rate_limited: {
    title: "That was a lot of calls.",
    detail: "Please wait a minute, then try again.",
    actions: [tryAgain],
  },
  busy: { title: "This person is on another call.", actions: [askForSomeoneElse] },
  already_calling: busyElsewhere,
  on_another_call: busyElsewhere,
  answered_elsewhere: { title: "Answered on another device.", actions: [] },
  call_ended: callEnded,
  call_not_found: callEnded,
  incoming_from_callee: { title: "This person is just calling you.", actions: [] },
  callee_not_found: notThisPerson,
  call_not_allowed: notThisPerson,
  person_not_found: notThisPerson,
  self_call: notThisPerson,
};

/**
 * Returns the text for a command that failed. A code without a text of its own means that this page
 * or account can't make calls.
 */
export function noticeText({ code }: Notice): ScreenText {
  const text = texts[code] ?? notHere;
  return text === notHere || text === unavailable ? { ...text, code } : text;
}

/** Returns the reason why a call-back could not be requested, and what to do. */
export function callbackErrorText(code: string): Pick<ScreenText, "detail" | "code"> {
  if (code === "network")
    return {
      detail:
        "We can't reach the service. Your words stay here: " +
        "check your connection, then try again.",
    };
  if (code === "rate_limited")
    return { detail: "That was a lot of requests. Please wait a minute, then try again." };
  return { detail: "This didn't work. Please try again in a few minutes.", code };
}
