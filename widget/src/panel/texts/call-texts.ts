import type { EndReason } from "@synapse-voice/contract";
import type { CallView, Notice } from "@synapse-voice/client";
import { clockTime } from "./duration.ts";
import type { Callee } from "../state/screen.ts";

/** What a button of a text does: its label and whom it calls. */
export interface NextStep {
  readonly label: string;
  readonly callee?: Callee;
  /** Asks to be called back in place of calling. */
  readonly callBack?: true;
}

/**
 * What happened, what else there is to know, what can be done, and a code for whoever is asked for
 * help with a fault.
 */
export interface Words {
  readonly title: string;
  readonly detail?: string;
  readonly steps: readonly NextStep[];
  readonly code?: string;
  /** Says when there is somebody to call, too. */
  readonly hours?: true;
}

const again: NextStep = { label: "Call again" };
const tryAgain: NextStep = { label: "Try again" };
const someoneElse: NextStep = { label: "Ask for someone else" };
const tellSupport = "The rest of this page works as usual.";
const callBack: NextStep = { label: "Call back", callBack: true };
const nobody: Words = {
  title: "Nobody could take your call just now.",
  detail: "We can call you back.",
  steps: [callBack, again],
};
export const closed: Words = {
  title: "We're closed right now.",
  hours: true,
  steps: [{ ...callBack, label: "Leave a request" }],
};
const unavailable: Words = {
  title: "Calls don't work right now.",
  detail: "Please try again in a few minutes.",
  steps: [tryAgain],
};

/** The first of a name's words. */
export const firstNameOf = (name = ""): string => name.split(" ")[0] ?? "";

type Line = (name: string, duration: number) => Words;

/** Texts of calls that the customer placed, or that were answered. */
const lines: Record<EndReason, Line> = {
  hung_up: (_, duration) => ({
    title: "The call has ended.",
    steps: [again],
    ...(duration && { detail: `You talked for ${clockTime(duration)}.` }),
  }),
  cancelled: () => ({ title: "You cancelled the call.", steps: [again] }),
  declined: (name) => ({ title: `${name} can't talk right now.`, steps: [someoneElse] }),
  ring_timeout: () => nobody,
  busy: () => nobody,
  no_agent: () => nobody,
  closed: () => closed,
  caller_gone: () => ({
    title: "The call stopped ringing.",
    detail: "This page lost its connection for a while.",
    steps: [again],
  }),
  connection_lost: () => ({ title: "The connection was lost.", steps: [again] }),
  media_unavailable: () => unavailable,
  person_removed: (name) => ({ title: `${name} can't be reached any more.`, steps: [someoneElse] }),
  call_too_long: () => ({ title: "The call reached the longest time.", steps: [again] }),
};

const calleeOf = ({ peer }: CallView): Callee => ({
  ...(peer && { supabaseUserId: peer.supabaseUserId, name: peer.name }),
});

/** What the card of an ended call says. */
export function endedWords(view: CallView): Words {
  const { call, peer, role } = view;
  const name = firstNameOf(peer?.name) || "This person";
  if (role !== "caller" && !call.answeredAt) {
    return {
      title: `You missed a call from ${peer?.name || "somebody"}.`,
      steps: [{ label: "Call back", callee: calleeOf(view) }],
    };
  }
  // Without a reason it was ended here just now, and the server's word is under way.
  const words = lines[call.endReason ?? (call.answeredAt ? "hung_up" : "cancelled")](
    name,
    call.duration,
  );
  // Again means the same person where one was named; a call to nobody in particular has a callee
  // only once it was answered.
  return role === "caller" && !call.answeredAt
    ? {
        ...words,
        steps: words.steps.map((step) =>
          step === again ? { ...step, callee: calleeOf(view) } : step,
        ),
      }
    : words;
}

const notHere: Words = {
  title: "Calls aren't available here.",
  detail: tellSupport,
  steps: [tryAgain],
};
const notThisPerson: Words = { title: "This person can't be reached.", steps: [someoneElse] };
const busyElsewhere: Words = {
  title: "You're already on a call.",
  detail: "It is open in another tab or on another device.",
  steps: [],
};

const signedOut: Words = {
  title: "You're signed out.",
  detail: "Sign in again, then call.",
  steps: [],
};

const notices: Record<string, Words> = {
  no_agent: nobody,
  closed,
  token_missing: signedOut,
  token_invalid: signedOut,
  token_expired: signedOut,
  media_unavailable: unavailable,
  database_unavailable: unavailable,
  accounts_unavailable: unavailable,
  internal: unavailable,
  network: {
    title: "We can't reach the service.",
    detail: "Check your connection, then try again.",
    steps: [tryAgain],
  },
  rate_limited: {
    title: "That was a lot of calls.",
    detail: "Please wait a minute, then try again.",
    steps: [tryAgain],
  },
  busy: { title: "This person is on another call.", steps: [someoneElse] },
  already_calling: busyElsewhere,
  on_another_call: busyElsewhere,
  answered_elsewhere: { title: "Answered on another device.", steps: [] },
  call_ended: { title: "The call has ended.", steps: [again] },
  call_not_found: { title: "The call has ended.", steps: [again] },
  incoming_from_callee: { title: "This person is just calling you.", steps: [] },
  callee_not_found: notThisPerson,
  call_not_allowed: notThisPerson,
  person_not_found: notThisPerson,
  self_call: notThisPerson,
};

/**
 * What a command that failed says. Codes without words of their own mean that this page or account
 * can't make calls.
 */
export function noticeWords({ code }: Notice): Words {
  const words = notices[code] ?? notHere;
  return words === notHere || words === unavailable ? { ...words, code } : words;
}

/** Why a call-back could not be requested, and what to do. */
export function callbackTrouble(code: string): string {
  if (code === "network")
    return "We can't reach the service. Your words stay here: check your connection, then try again.";
  if (code === "rate_limited")
    return "That was a lot of requests. Please wait a minute, then try again.";
  return `This didn't work. Please try again in a few minutes. (${code})`;
}

/** A call that another tab or device of the person has. */
export const elsewhereWords = ({ peer }: CallView): Words => ({
  title: `Your call${peer ? ` with ${peer.name}` : ""} is on another tab or device.`,
  steps: [],
});
