import { mediaTokenSlim, type MediaAccess } from "@synapse-voice/contract";
import type { Core } from "../state/core.ts";

/** A media token is valid for 5 min; one that is older than this many ms is not used. */
const maxAgeMs = 240_000;

/** Media tokens: the one that came with the last reply, for one join, and fresh ones. */
export interface MediaTokens {
  /** Stores the token of a reply. */
  store(callId: string, access: MediaAccess): void;
  /** Returns the stored token of the call, once, else a fresh one. */
  take(callId: string): Promise<MediaAccess>;
}

/** Makes the media tokens. Only the newest is stored; other calls get fresh ones. */
export function createMediaTokens(core: Core): MediaTokens {
  let stored: { callId: string; access: MediaAccess; at: number } | null = null;
  return {
    store: (callId, access) => void (stored = { callId, access, at: core.clock.monotonic() }),
    take: async (callId) => {
      const last = stored;
      if (last?.callId === callId) {
        stored = null;
        if (core.clock.monotonic() - last.at < maxAgeMs) return last.access;
      }
      return core.request(mediaTokenSlim, { params: { callId } }).catch((error: unknown) => {
        // Refused: the call may have ended without an event.
        void core.fetchLive().catch(() => {});
        throw error;
      });
    },
  };
}
