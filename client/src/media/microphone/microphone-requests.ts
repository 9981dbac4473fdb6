import type { ClientClock } from "../../session/clock.ts";
import { within } from "../../session/limits/within.ts";
import { InsecurePageError, type MediaPort, type Microphone } from "../port/media-port.ts";

/** Reason why there is no microphone, as views show it. */
export type MicrophoneFailure = "refused" | "missing" | "insecure";

/** Result of a request: null if another request, or `cancel`, came meanwhile. */
export type Opened<Mic> = Mic | MicrophoneFailure | null;

/** Requests for a microphone, of which only the newest counts. */
export interface MicrophoneRequests<Mic> {
  open(id: string | null): Promise<Opened<Mic>>;
  /** Lets go of the microphone that a pending request brings. */
  cancel(): void;
}

const refusals = ["NotAllowedError", "SecurityError"];

function failureOf(error: unknown): MicrophoneFailure {
  if (error instanceof InsecurePageError) return "insecure";
  return error instanceof Error && refusals.includes(error.name) ? "refused" : "missing";
}

/** Makes the requests of one device. */
export function createMicrophoneRequests<Mic extends Microphone>(
  port: Pick<MediaPort<Mic>, "openMicrophone">,
): MicrophoneRequests<Mic> {
  /** Number of the newest request; older ones are void. */
  let latest = 0;
  return {
    open: async (id) => {
      const number = ++latest;
      const result = await port.openMicrophone(id).catch(failureOf);
      if (number === latest) return result;
      // The person answered the browser's question after the call was over.
      if (typeof result !== "string") result.stop();
      return null;
    },
    cancel: () => void latest++,
  };
}

/** Time in ms that the browser has to list its microphones. Nobody is heard before. */
const labelTimeoutMs = 1_000;

/** Returns the browser's name of an open microphone; "" where it has none, or does not tell it. */
export async function labelOf<Mic extends Microphone>(
  port: MediaPort<Mic>,
  clock: ClientClock,
  microphone: Mic,
): Promise<string> {
  const listing = port.listMicrophones().catch(() => []);
  const listed = await within(clock, labelTimeoutMs, listing, []);
  return listed.find(({ id }) => id === port.idOf(microphone))?.label ?? "";
}

/** Returns true if the chosen microphone is plugged in, but another one is used. */
export async function isUnused<Mic extends Microphone>(
  port: MediaPort<Mic>,
  used: Mic,
  chosen: string | null,
): Promise<boolean> {
  if (chosen === null || port.idOf(used) === chosen) return false;
  return (await port.listMicrophones()).some(({ id }) => id === chosen);
}

/** Opens this microphone. Resolves to null where it can't be used. */
export async function openExactly<Mic extends Microphone>(
  port: MediaPort<Mic>,
  requests: MicrophoneRequests<Mic>,
  id: string | null,
): Promise<Mic | null> {
  const result = await requests.open(id);
  if (!result || typeof result === "string") return null;
  if (port.idOf(result) === id) return result;
  result.stop();
  return null;
}
