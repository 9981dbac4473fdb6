import { InsecurePageError, type MediaPort, type Microphone } from "../port/media-port.ts";
import type { MediaState } from "../state/media-state.ts";
import type { MicrophoneChoice } from "./microphone-choice.ts";

/** The microphone of this device: asked for when wanted, let go when not. */
export interface MicrophoneKeeper<Mic> {
  /** True from the press on Call or Answer to the end of the call. */
  want(wanted: boolean): void;
  /**
   * Uses this one from now on, also for later calls; the one in use goes on where the new one can't
   * be used.
   */
  choose(id: string): Promise<void>;
  /** Asks again where it was refused, missing or the page insecure. */
  retry(): Promise<void>;
  status(): MediaState["microphone"];
  /** The open microphone, if there is one. */
  current(): Mic | null;
}

const refusals = ["NotAllowedError", "SecurityError"];

/** What a failed getUserMedia means to a person. */
function microphoneFailure(error: unknown): "refused" | "missing" | "insecure" {
  if (error instanceof InsecurePageError) return "insecure";
  return error instanceof Error && refusals.includes(error.name) ? "refused" : "missing";
}

/** Makes the keeper; `changed` runs after each change of its status. */
export function createMicrophoneKeeper<Mic extends Microphone>(
  port: MediaPort<Mic>,
  choice: MicrophoneChoice,
  changed: () => void,
): MicrophoneKeeper<Mic> {
  let wanted = false;
  let status: MediaState["microphone"] = "idle";
  let mic: Mic | null = null;
  let turn = 0;

  const become = (next: MediaState["microphone"], open: Mic | null = null): void => {
    mic = open;
    status = next;
    changed();
  };

  async function ask(): Promise<void> {
    const mine = ++turn;
    become("asking");
    const opened = await port
      .openMicrophone(choice.get())
      .catch((error: unknown) => microphoneFailure(error));
    const failed = typeof opened === "string";
    if (mine === turn) become(failed ? opened : "on", failed ? null : opened);
    // The person answered the prompt after the call was over.
    else if (!failed) opened.stop();
  }

  return {
    status: () => status,
    current: () => mic,
    want: (now) => {
      if (now === wanted) return;
      wanted = now;
      if (wanted) return void ask();
      turn++;
      mic?.stop();
      become("idle");
    },
    choose: async (id) => {
      choice.set(id);
      if (!wanted) return;
      const before = mic;
      if (!before) return ask();
      const mine = ++turn;
      const opened = await port.openMicrophone(id).catch(() => null);
      if (mine !== turn) return opened?.stop();
      if (!opened) return;
      become("on", opened);
      before.stop();
    },
    retry: async () => {
      if (wanted && !mic && status !== "asking") await ask();
    },
  };
}
