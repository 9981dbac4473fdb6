import type { EndReason } from "@synapse-voice/contract";
import type { CallView, Notice } from "@synapse-voice/client/signal";
import { clockTime } from "./clock-time.ts";
import type { Callee } from "./screens.ts";

/** What a button of a text does: its label and whom it calls. */
export interface NextStep {
  readonly label: string;
  readonly callee?: Callee;
}

/** What happened, what else there is to know, what can be done, and a code for whoever is asked for help with a fault. */
export interface Words {
  readonly title: string;
  readonly detail?: string;
  readonly steps: readonly NextStep[];
  readonly code?: string;
}

const again: NextStep = { label: "Call again" };
const tryAgain: NextStep = { label: "Try again" };
const someoneElse: NextStep = { label: "Ask for someone else" };
const tellSupport = "The rest of this page works as usual.";
const nobody: Words = { title: "Nobody is available right now.", detail: "Please try again a little later.", steps: [again] };
const unavailable: Words = { title: "Calls don't work right now.", detail: "Please try again in a few minutes.", steps: [tryAgain] };

type Line = (name: string, duration: number) => Words;

/** Texts of calls that the customer placed, or that were answered. */
const lines: Record<EndReason, Line> = {
  hung_up: (_, duration) => ({ title: "The call has ended.", steps: [again], ...(duration && { detail: `You talked for ${clockTime(duration)}.` }) }),
  cancelled: () => ({ title: "You cancelled the call.", steps: [again] }),
  declined: (name) => ({ title: `${name} can't talk right now.`, steps: [someoneElse] }),
  ring_timeout: () => ({ title: "Nobody could take your call just now.", detail: "Please try again a little later.", steps: [again] }),
  busy: () => nobody,
  no_agent: () => nobody,
  closed: () => ({ title: "We're closed right now.", detail: "Please call again in our opening hours.", steps: [] }),
  caller_gone: () => ({ title: "The call stopped ringing.", detail: "This page lost its connection for a while.", steps: [again] }),
  connection_lost: () => ({ title: "The connection was lost.", steps: [again] }),
  media_unavailable: () => unavailable,
  person_removed: (name) => ({ title: `${name} can't be reached any more.`, steps: [someoneElse] }),
  call_too_long: () => ({ title: "The call reached the longest time.", steps: [again] }),
};

const calleeOf = ({ peer }: CallView): Callee => ({ ...(peer && { supabaseUserId: peer.supabaseUserId, name: peer.name }) });

/** What the card of an ended call says. */
export function endedWords(view: CallView): Words {
  const { call, peer, role } = view;
  const name = peer?.name.split(" ")[0] || "This person";
  if (role !== "caller" && !call.answeredAt) {
    return { title: `You missed a call from ${peer?.name || "somebody"}.`, steps: [{ label: "Call back", callee: calleeOf(view) }] };
  }
  // Without a reason it was ended here just now, and the server's word is under way.
  const words = lines[call.endReason ?? (call.answeredAt ? "hung_up" : "cancelled")](name, call.duration);
  // Again means the same person where one was named; a call to nobody in particular has a callee only once it was answered.
  return role === "caller" && !call.answeredAt ? { ...words, steps: words.steps.map((step) => (step === again ? { ...step, callee: calleeOf(view) } : step)) } : words;
}

const notHere: Words = { title: "Calls aren't available here.", detail: tellSupport, steps: [tryAgain] };
const notThisPerson: Words = { title: "This person can't be reached.", steps: [someoneElse] };
const busyElsewhere: Words = { title: "You're already on a call.", detail: "It is open in another tab or on another device.", steps: [] };

const notices: Record<string, Words> = {
  no_agent: nobody,
  media_unavailable: unavailable,
  database_unavailable: unavailable,
  accounts_unavailable: unavailable,
  internal: unavailable,
  network: { title: "We can't reach the service.", detail: "Check your connection, then try again.", steps: [tryAgain] },
  rate_limited: { title: "That was a lot of calls.", detail: "Please wait a minute, then try again.", steps: [tryAgain] },
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

/** What a command that failed says. Codes without words of their own mean that this page or account can't make calls. */
export function noticeWords({ code }: Notice): Words {
  const words = notices[code] ?? notHere;
  return words === notHere || words === unavailable ? { ...words, code } : words;
}

/** A call that another tab or device of the person has. */
export const elsewhereWords = ({ peer }: CallView): Words => ({ title: `Your call${peer ? ` with ${peer.name}` : ""} is on another tab or device.`, steps: [] });
