import type { RunAfter } from "../session/time-limit.ts";
import type { AgentStatus } from "../tray/agent-status.ts";

/** The parts of the app that a quit uses. */
export interface QuitPorts {
  /** Asks the person whether to hang up and quit. The signal takes the question away. */
  confirm(signal: AbortSignal): Promise<boolean>;
  /** Brings the open question to the front, because the person wants to quit again. */
  showQuestion(): void;
  /** Hangs up and signs off. Calls `ready` then. */
  prepare(): void;
  /** Lets Electron quit. It asks `mayQuit` again. */
  quit(): void;
  readonly after: RunAfter;
}

/** The end of the app, from the person's wish until the calls are hung up. */
export interface Quit {
  /** Returns whether the app may close its windows now. If not, it may later, and quits by itself. */
  mayQuit(): boolean;
  /** Returns whether the app ends for certain, now or in a moment. */
  isEnding(): boolean;
  /** From now on, no question is asked: the system shuts down, or ended the app by a signal. */
  skipQuestion(): void;
  /** Sets the person's status. Null: nobody is signed in, and there is nothing to prepare. */
  showStatus(status: AgentStatus): void;
  /** The calls are hung up, and the device is signed off. */
  ready(): void;
}

/** Longest time in ms that a quit waits for that. A server that does not reply can't hold it up. */
export const prepareLimitMs = 2_000;

/** Creates the quit of an app that runs. */
export function createQuit({ confirm, showQuestion, prepare, quit, after }: QuitPorts): Quit {
  let phase: "running" | "asking" | "preparing" | "ready" = "running";
  let status: AgentStatus = null;
  let mayAsk = true;
  let cancelLimit = (): void => undefined;
  let question = new AbortController();

  const finish = (): void => {
    if (phase !== "preparing") return;
    phase = "ready";
    cancelLimit();
    quit();
  };
  const startPreparing = (): void => {
    phase = "preparing";
    if (status === null) return finish();
    cancelLimit = after(prepareLimitMs, finish);
    prepare();
  };
  const ask = async (): Promise<void> => {
    phase = "asking";
    question = new AbortController();
    const { signal } = question;
    // If the question can't be shown, the wish to quit counts.
    const confirmed = await confirm(signal).catch(() => true);
    if (signal.aborted) return;
    if (confirmed) startPreparing();
    else phase = "running";
  };
  return {
    mayQuit: () => {
      if (phase === "running") {
        if (status === null) phase = "ready";
        else if (status.onCall && mayAsk) void ask();
        else startPreparing();
      } else if (phase === "asking") showQuestion();
      return phase === "ready";
    },
    isEnding: () => phase === "preparing" || phase === "ready",
    skipQuestion: () => {
      mayAsk = false;
      question.abort();
      if (phase === "asking") startPreparing();
    },
    showStatus: (next) => {
      status = next;
      if (phase !== "asking" || status === null || status.onCall) return;
      // Nothing is left to ask. The person may have work after the call, so the app stays.
      question.abort();
      phase = "running";
    },
    ready: finish,
  };
}
