import { createContext, useContext } from "react";
import type { CallMedia } from "@synapse-voice/client/media";
import type { CallClient } from "@synapse-voice/client";
import type { Ring } from "../audio/ring.ts";
import type { Audience } from "../texts/words.ts";

/** What every piece below a {@link VoiceProvider} shares. */
export interface Voice {
  readonly client: CallClient;
  readonly media: CallMedia;
  readonly ring: Ring;
  /** Who reads the texts. */
  readonly audience: Audience;
  /** Supabase id of whoever is signed in; empty until it is known. */
  readonly userId: string;
}

export const VoiceContext = createContext<Voice | null>(null);

/** The shared parts; throws outside a `VoiceProvider`. */
export function useVoice(): Voice {
  const voice = useContext(VoiceContext);
  if (voice === null) throw new Error("Put this inside a <VoiceProvider>");
  return voice;
}
