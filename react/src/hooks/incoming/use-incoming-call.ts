import { useEffect, useRef, type KeyboardEvent, type RefObject } from "react";
import type { CallView } from "@synapse-voice/client";
import { useCallClient, useMediaState, useMicrophoneOutlook } from "../use-client-state.ts";
import { useVoice } from "../voice-context.ts";
import { microphoneWarning } from "../../texts/device-words.ts";
import { shortName } from "../../texts/names.ts";

/** An incoming call as an alert dialog shows it, with its commands. */
export interface IncomingCallDialog {
  /** The dialog's element. It takes the focus if no element has it. */
  readonly element: RefObject<HTMLDivElement | null>;
  readonly name: string;
  readonly isAnswering: boolean;
  /** First words: what this call is. */
  readonly title: string;
  /** A sentence if answering puts the active call on hold. */
  readonly holdWords: string | null;
  /** A sentence if the caller would not hear this person. */
  readonly unheardWords: string | null;
  readonly answerLabel: string;
  answer(): void;
  decline(): void;
  /** Answers by Enter on the dialog itself, and declines by Esc. */
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * Returns what the dialog of an incoming call needs. For agents, answering puts `activeCall` on
 * hold.
 */
export function useIncomingCall(view: CallView, activeCall: CallView | null): IncomingCallDialog {
  const client = useCallClient();
  const { audience, ring } = useVoice();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => takeFocus(element.current), []);
  const name = view.peer?.name ?? (audience === "agent" ? "Customer" : "Someone");
  const isAnswering = view.phase === "answering";
  const { id } = view.call;
  const holdsActiveCall = activeCall !== null && audience === "agent";
  const unheardWords = useUnheardWords(name);
  // Silent at once, however long the server takes to reply.
  const answer = (): void => {
    ring.stop();
    void client.answer(id);
  };
  const decline = (): void => {
    ring.stop();
    void client.decline(id);
  };
  return {
    element,
    name,
    isAnswering,
    title: isAnswering ? "Connecting…" : activeCall === null ? "Incoming call" : "Second call",
    holdWords: holdsActiveCall
      ? `Answering puts ${shortName(activeCall.peer?.name) || "the other call"} on hold.`
      : null,
    unheardWords,
    answerLabel: holdsActiveCall
      ? "Hold and answer"
      : unheardWords === null
        ? "Answer"
        : "Answer, listen only",
    answer,
    decline,
    onKeyDown: (event) => {
      if (event.repeat || isAnswering) return;
      if (event.key === "Escape") decline();
      else if (event.key === "Enter" && event.target === event.currentTarget) answer();
      else return;
      event.preventDefault();
    },
  };
}

/** Returns a sentence if the caller would not hear this person; null if nothing is known. */
function useUnheardWords(name: string): string | null {
  const { audience } = useVoice();
  const { microphone } = useMediaState();
  const words = microphoneWarning(useMicrophoneOutlook(), audience, navigator.userAgent);
  if (words === null || microphone === "on") return null;
  return `${words.title}: ${shortName(name) || "the caller"} won't hear you.`;
}

/** Takes the focus only if no element has it, never from a field in which somebody types. */
function takeFocus(element: HTMLElement | null): void {
  const { activeElement, body } = document;
  if (activeElement === null || activeElement === body) element?.focus({ preventScroll: true });
}
