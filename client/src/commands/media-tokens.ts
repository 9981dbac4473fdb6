import { mediaTokenSlim, type MediaAccess } from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";

/** A media token lives 5 min; one that lay about longer than this (ms) is not worth trying. */
const goodFor = 240_000;

/** The media token that came with the last reply, for one join; after that fresh ones. */
export interface MediaTokens {
  keep(callId: string, access: MediaAccess): void;
  take(callId: string): Promise<MediaAccess>;
}

/**
 * Makes the keeper of media tokens. One is enough: whoever finds another call's asks for a fresh
 * one.
 */
export function createMediaTokens(core: Core): MediaTokens {
  let kept: { callId: string; access: MediaAccess; at: number } | null = null;
  return {
    keep: (callId, access) => void (kept = { callId, access, at: core.clock.monotonic() }),
    take: async (callId) => {
      const last = kept;
      if (last?.callId === callId) {
        kept = null;
        if (core.clock.monotonic() - last.at < goodFor) return last.access;
      }
      return core.request(mediaTokenSlim, { params: { callId } }).catch((error: unknown) => {
        // Refused: the call may be over without our having heard.
        void core.fetchLive().catch(() => {});
        throw error;
      });
    },
  };
}
