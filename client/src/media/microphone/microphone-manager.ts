import type { ClientClock, Stop } from "../../session/clock.ts";
import type { MediaPort, Microphone } from "../port/media-port.ts";
import type { MediaState, MicrophoneChange } from "../state/media-state.ts";
import { createShownChange } from "./microphone-change.ts";
import {
  createMicrophoneRequests,
  isUnused,
  labelOf,
  openExactly,
  type Opened,
} from "./microphone-requests.ts";

/**
 * Opens the device's microphone while a call needs it, and stops it afterwards. It is the only one
 * that opens microphones: when the one in use is gone, it opens another, and when the chosen one is
 * back, it returns to it.
 */
export interface MicrophoneManager<Mic> {
  /** Says whether a call needs the microphone now. */
  setWanted(wanted: boolean): void;
  /** Switches to the chosen microphone. The one in use stays where the chosen one can't be opened. */
  useChoice(): Promise<void>;
  /** Asks again after the microphone was refused or missing. */
  retry(): Promise<void>;
  status(): MediaState["microphone"];
  /** Returns the last change that the person did not ask for. */
  change(): MicrophoneChange | null;
  /** Returns the open microphone; null without one. */
  current(): Mic | null;
}

/** Dependencies of the manager. */
export interface MicrophoneContext<Mic extends Microphone> {
  readonly port: MediaPort<Mic>;
  readonly clock: ClientClock;
  /** Returns the id of the microphone that the person chose; null for no particular one. */
  choice(): string | null;
  /** Runs after each change of what the manager returns. */
  changed(): void;
}

/** Time in ms that the browser may take for another microphone before views say that it asks. */
const silentWaitMs = 2_000;

/** Makes the manager. */
export function createMicrophoneManager<Mic extends Microphone>(
  context: MicrophoneContext<Mic>,
): MicrophoneManager<Mic> {
  const { port, clock, choice, changed } = context;
  let wanted = false;
  let status: MediaState["microphone"] = "idle";
  let open: Mic | null = null;
  let unwatch: Stop = () => {};
  const requests = createMicrophoneRequests(port);
  const shownChange = createShownChange(clock, changed);
  const isMissing = (): boolean => wanted && !open && status !== "asking";
  function set(next: MediaState["microphone"], microphone: Mic | null = null): void {
    open = microphone;
    status = next;
    if (microphone) port.onMicrophoneEnd(microphone, () => void replace(microphone));
    changed();
  }
  function close(next: MediaState["microphone"]): void {
    open?.stop();
    shownChange.set(null);
    set(next);
  }
  const ask = async (): Promise<void> => {
    set("asking");
    await take(await requests.open(choice()), null);
  };
  /** Uses what a request brought in place of the open microphone, and says so by `type`. */
  async function take(result: Opened<Mic>, type: MicrophoneChange["type"] | null): Promise<void> {
    // The call can end between the browser's answer and this line.
    if (typeof result === "string") return wanted ? close(result) : undefined;
    if (!result || !wanted) return result?.stop();
    const before = open;
    if (type === null) shownChange.set(null);
    set("on", result);
    before?.stop();
    if (type === null) return;
    await shownChange.announce(type, labelOf(port, clock, result), () => open === result);
  }
  /** Opens another microphone for one that ended by itself. Some browsers ask the person first. */
  async function replace(ended: Mic): Promise<void> {
    if (open !== ended) return;
    const stopWaiting = clock.after(silentWaitMs, () => open === ended && close("asking"));
    const result = await requests.open(choice());
    stopWaiting();
    await take(result, "replaced");
  }
  /** Returns to the chosen microphone when it is back, and asks again once that is allowed. */
  async function review(): Promise<void> {
    const before = open;
    if (!before) return (await port.isMicrophoneAllowed()) && isMissing() ? ask() : undefined;
    const chosen = choice();
    if (!(await isUnused(port, before, chosen))) return;
    if (open !== before || choice() !== chosen) return;
    await take(await openExactly(port, requests, chosen), "restored");
  }

  return {
    status: () => status,
    change: shownChange.get,
    current: () => open,
    setWanted: (now) => {
      if (now === wanted) return;
      wanted = now;
      unwatch();
      if (wanted) {
        unwatch = port.watchMicrophones(() => void review().catch(() => {}));
        return void ask();
      }
      requests.cancel();
      close("idle");
    },
    useChoice: async () => {
      if (!open) return wanted ? ask() : undefined;
      const result = await requests.open(choice());
      if (typeof result !== "string") await take(result, null);
    },
    retry: async () => (isMissing() ? ask() : undefined),
  };
}
