import { createContext, useContext } from "react";
import type { CallMedia } from "@synapse-voice/client/media";
import type { CallClient, Devices } from "@synapse-voice/client";
import type { MicrophoneOutlookStore } from "../audio/microphone-outlook.ts";
import type { Ring } from "../audio/ring.ts";
import type { Audience } from "../texts/words.ts";
import type { CallbackRequests } from "./callback-requests.ts";

/** Everything that components below a {@link VoiceProvider} share. */
export interface Voice {
  /** Call client: the state of the calls, and commands on them. */
  readonly client: CallClient;
  /** Microphone and sound of the calls. */
  readonly media: CallMedia;
  /** Microphone, speaker and ringers of this device. */
  readonly devices: Devices;
  /** Ring tone of incoming calls. */
  readonly ring: Ring;
  /** The form for a customer's call-back, which `CallManager` shows. */
  readonly callbackRequests: CallbackRequests;
  /** State of the microphone while no call needs it. */
  readonly microphone: MicrophoneOutlookStore;
  /** The reader of all texts. */
  readonly audience: Audience;
  /** Supabase id of the person who is signed in; empty until it is known. */
  readonly userId: string;
}

/** Context of {@link Voice}; null outside a provider. */
export const VoiceContext = createContext<Voice | null>(null);

/** Returns what the nearest `VoiceProvider` shares. Throws outside a `VoiceProvider`. */
export function useVoice(): Voice {
  const voice = useContext(VoiceContext);
  if (voice === null) throw new Error("Put this inside a <VoiceProvider>");
  return voice;
}
