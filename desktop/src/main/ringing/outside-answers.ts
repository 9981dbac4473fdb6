import type { CallClient } from "@synapse-voice/client";

interface OutsideAnswersDeps {
  /** Returns the account's client; null while nobody is signed in. */
  client(): Pick<CallClient, "answer"> | null;
  /** Loads the console, if it waits after crashes. */
  loadConsole(): void;
  /** Brings the console to the front, which says what is wrong with the microphone. */
  showConsole(): void;
}

/** Answers from outside the windows: by the tray, by a notification, or by keys. */
export interface OutsideAnswers {
  /**
   * Answers a call. If the caller would not hear the person, shows that first, and answers the
   * second time: the person may want to listen.
   */
  answer(callId: string): void;
  /** Takes whether callers would not hear the person, as the console's page knows it. */
  setUnheard(isUnheard: boolean): void;
}

/** Makes them. Until the page says otherwise, callers hear the person. */
export function createOutsideAnswers({
  client,
  loadConsole,
  showConsole,
}: OutsideAnswersDeps): OutsideAnswers {
  let isUnheard = false;
  /** Id of the call for which the console was shown last. */
  let shownFor: string | null = null;
  return {
    answer: (callId) => {
      const current = client();
      if (current === null) return;
      if (!isUnheard || shownFor === callId) {
        void current.answer(callId);
        return;
      }
      shownFor = callId;
      loadConsole();
      showConsole();
    },
    setUnheard: (next) => {
      isUnheard = next;
    },
  };
}
