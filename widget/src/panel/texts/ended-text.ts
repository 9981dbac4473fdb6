import type { EndReason } from "@synapse-voice/contract";
import type { CallView } from "@synapse-voice/client";
import type { Callee } from "../state/screen.ts";
import { formatDuration } from "./duration.ts";
import {
  askForCallback,
  askForSomeoneElse,
  callAgain,
  closed,
  firstNameOf,
  noAnswer,
  unavailable,
  type ScreenText,
} from "./screen-text.ts";

type TextOfReason = (firstName: string, durationSeconds: number) => ScreenText;

/** Texts of calls that the customer placed, and of calls that were answered. */
const texts: Record<EndReason, TextOfReason> = {
  hung_up: (_, durationSeconds) => ({
    title: "The call has ended.",
    actions: [callAgain],
    ...(durationSeconds && { detail: `You talked for ${formatDuration(durationSeconds)}.` }),
  }),
  cancelled: () => ({
    title: "You cancelled the call.",
    actions: [callAgain, askForCallback],
  }),
  declined: (name) => ({ title: `${name} can't talk right now.`, actions: [askForSomeoneElse] }),
  ring_timeout: () => noAnswer,
  busy: (name) => ({
    title: `${name} is on another call.`,
    actions: [callAgain, askForCallback],
  }),
  no_agent: () => noAnswer,
  closed: () => closed,
  caller_gone: () => ({
    title: "The call stopped ringing.",
    detail: "This page lost its connection for a while.",
    actions: [callAgain, askForCallback],
  }),
  connection_lost: () => ({
    title: "The connection was lost.",
    actions: [callAgain, askForCallback],
  }),
  media_blocked: () => ({
    title: "No sound got through.",
    detail: "A network blocks the sound of calls. Try another one, or let us call you back.",
    actions: [askForCallback, callAgain],
  }),
  media_unavailable: () => unavailable,
  person_removed: (name) => ({
    title: `${name} isn't available.`,
    actions: [askForSomeoneElse],
  }),
  call_too_long: () => ({
    title: "The call reached the longest time allowed.",
    actions: [callAgain],
  }),
};

const calleeOf = ({ peer }: CallView): Callee => ({
  ...(peer && { supabaseUserId: peer.supabaseUserId, name: peer.name }),
});

/** Returns the text of the screen after a call. */
export function endedText(view: CallView): ScreenText {
  const { call, peer, role } = view;
  const name = firstNameOf(peer?.name) || "This person";
  if (role !== "caller" && !call.answeredAt) {
    return {
      title: `You missed a call from ${peer?.name || "someone"}.`,
      actions: [{ label: "Call back", callee: calleeOf(view) }],
    };
  }
  // No reason yet: the call ended on this device, and the server has not confirmed it.
  const text = texts[call.endReason ?? (call.answeredAt ? "hung_up" : "cancelled")](
    name,
    call.duration,
  );
  if (role !== "caller" || call.answeredAt) return text;
  // "Call again" calls the same person if the customer had named one. A queue call has no callee
  // before its answer.
  return {
    ...text,
    actions: text.actions.map((action) =>
      action === callAgain ? { ...action, callee: calleeOf(view) } : action,
    ),
  };
}

/** Returns the text for a call on another tab or device of the same customer. */
export const elsewhereText = ({ peer }: CallView): ScreenText => ({
  title: `Your call${peer ? ` with ${peer.name}` : ""} is on another tab or device.`,
  actions: [],
});
