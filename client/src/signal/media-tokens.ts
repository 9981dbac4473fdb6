import { mediaTokenSlim, type MediaAccess } from "@synapse-voice/contract";
import type { Core } from "./core.ts";

/** A media token lives 5 min; one that lay about longer than this (ms) is not worth trying. */
const goodFor = 240_000;

/** Media tokens that came with replies, each for one join; after that fresh ones. */
export interface MediaTokens {
  keep(callId: string, access: MediaAccess): void;
  take(callId: string): Promise<MediaAccess>;
}

/** Makes the keeper of media tokens. */
export function createMediaTokens(core: Core): MediaTokens {
  const kept = new Map<string, { access: MediaAccess; at: number }>();
  return {
    keep: (callId, access) => void kept.set(callId, { access, at: core.clock.monotonic() }),
    take: async (callId) => {
      const last = kept.get(callId);
      kept.delete(callId);
      if (last && core.clock.monotonic() - last.at < goodFor) return last.access;
      return core.request(mediaTokenSlim, { params: { callId } }).catch((error: unknown) => {
        // Refused: the call may be over without our having heard.
        void core.fetchLive().catch(() => {});
        throw error;
      });
    },
  };
}
