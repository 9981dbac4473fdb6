import { InsecurePageError, type MediaPort, type Microphone } from "../port/media-port.ts";
import type { MediaState } from "../state/media-state.ts";
import type { MicrophoneChoice } from "./microphone-choice.ts";

/** Opens the device's microphone while a call needs it, and stops it afterwards. */
export interface MicrophoneManager<Mic> {
  /** Says whether a call needs the microphone now. */
  setWanted(wanted: boolean): void;
  /**
   * Switches to this microphone, also for later calls. The one in use stays where the new one can't
   * be opened.
   */
  choose(id: string): Promise<void>;
  /** Asks again after the microphone was refused or missing. */
  retry(): Promise<void>;
  status(): MediaState["microphone"];
  /** Returns the open microphone; null without one. */
  current(): Mic | null;
}

const refusals = ["NotAllowedError", "SecurityError"];

/** Maps an error of `getUserMedia` to the status that views show. */
function microphoneFailure(error: unknown): "refused" | "missing" | "insecure" {
  if (error instanceof InsecurePageError) return "insecure";
  return error instanceof Error && refusals.includes(error.name) ? "refused" : "missing";
}

/** Makes the manager; `changed` runs after each change of its status. */
export function createMicrophoneManager<Mic extends Microphone>(
  port: MediaPort<Mic>,
  choice: MicrophoneChoice,
  changed: () => void,
): MicrophoneManager<Mic> {
  let wanted = false;
  let status: MediaState["microphone"] = "idle";
  let open: Mic | null = null;
  /** Number of the newest request for a microphone; older ones are void. */
  let latest = 0;

  const setStatus = (next: MediaState["microphone"], microphone: Mic | null = null): void => {
    open = microphone;
    status = next;
    changed();
  };

  async function ask(): Promise<void> {
    const request = ++latest;
    setStatus("asking");
    const result = await port
      .openMicrophone(choice.get())
      .catch((error: unknown) => microphoneFailure(error));
    const failed = typeof result === "string";
    if (request === latest) setStatus(failed ? result : "on", failed ? null : result);
    // The person answered the browser's question after the call was over.
    else if (!failed) result.stop();
  }

  return {
    status: () => status,
    current: () => open,
    setWanted: (now) => {
      if (now === wanted) return;
      wanted = now;
      if (wanted) return void ask();
      latest++;
      open?.stop();
      setStatus("idle");
    },
    choose: async (id) => {
      choice.set(id);
      if (!wanted) return;
      const before = open;
      if (!before) return ask();
      const request = ++latest;
      const microphone = await port.openMicrophone(id).catch(() => null);
      if (request !== latest) return microphone?.stop();
      if (!microphone) return;
      setStatus("on", microphone);
      before.stop();
    },
    retry: async () => {
      if (wanted && !open && status !== "asking") await ask();
    },
  };
}
