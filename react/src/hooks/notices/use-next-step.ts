import type { CallClient, ClientState, FailedCommand, Notice } from "@synapse-voice/client";
import { onHoldWithYouWords } from "../../texts/call-words.ts";
import { shortName } from "../../texts/names.ts";
import { noticeWords } from "../../texts/notice-words.ts";
import type { Audience, NextStep, Words } from "../../texts/words.ts";
import { useClientState } from "../use-client-state.ts";
import { useVoice } from "../voice-context.ts";

/** Why a command failed, and what to do next. */
export interface ShownNotice {
  readonly words: Words;
  /** Takes the step `words.next`; null if there is none. */
  readonly takeStep: (() => void) | null;
}

/** Sends a command again. */
function resend(client: CallClient, command: FailedCommand | undefined): void {
  if (command === undefined) {
    client.dismissNotice();
    client.wake();
  } else if (command.type === "call")
    void client.call({ supabaseUserId: command.calleeId, name: command.name });
  else if (command.type === "endWrapUp") void client.endWrapUp();
  else void client[command.type](command.callId);
}

/** Returns the call on hold with the person whom the reader tried to call. */
const heldCallWith = ({ calls }: ClientState, command: FailedCommand | undefined) =>
  command?.type === "call" && command.calleeId !== null
    ? calls.find(({ held, here, phase, peer }) => {
        const isLive = held && here && phase === "on-call";
        return isLive && peer?.supabaseUserId === command.calleeId;
      })
    : undefined;

function wordsOf(notice: Notice, state: ClientState, audience: Audience): Words {
  const { failedCommand: command, calls } = state;
  const about = calls.find((view) => view.call.id === notice.callId);
  const callee = command?.type === "call" ? command.name : null;
  const name = notice.name ?? callee ?? about?.peer?.name ?? null;
  if (notice.code === "busy" && heldCallWith(state, command) !== undefined)
    return { title: onHoldWithYouWords(shortName(name)), next: "resume" };
  return noticeWords(notice.code, audience, name);
}

/** Returns the function that takes a step; null where the step makes no sense now. */
function stepOf(
  next: NextStep,
  notice: Notice,
  client: CallClient,
  state: ClientState,
): (() => void) | null {
  const { failedCommand: command, calls } = state;
  const { callId } = notice;
  switch (next) {
    case "resume": {
      const held = heldCallWith(state, command);
      return held === undefined ? null : () => void client.resume(held.call.id);
    }
    case "end-call":
      return callId === undefined
        ? null
        : () => {
            client.dismissNotice();
            void client.hangUp(callId);
          };
    case "hold": {
      const active = calls.find(({ phase, here, held }) => phase === "on-call" && here && !held);
      return active === undefined ? null : () => void client.hold(active.call.id);
    }
    case "reload":
      return () => window.location.reload();
    case "someone-else":
      return () => void client.call({});
    case null:
      return null;
    default:
      return () => resend(client, command);
  }
}

/** Returns the text of a notice, and the function of its button. */
export function useNextStep(notice: Notice): ShownNotice {
  const { client, audience } = useVoice();
  const state = useClientState();
  const words = wordsOf(notice, state, audience);
  const isAgent = audience === "agent";
  const takeStep =
    words.next === "hold" && !isAgent ? null : stepOf(words.next, notice, client, state);
  return { words, takeStep };
}
