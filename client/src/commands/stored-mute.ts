import { type KeyValueStorage, readCallIds, writeCallIds } from "../session/storage.ts";
import type { Plugin } from "../state/core.ts";

/**
 * Remembers the mute of each call, while another one is active and over a reload. A person who was
 * muted before must still be muted afterwards.
 */
export const storedMute =
  (storage: KeyValueStorage | null): Plugin =>
  (core) => {
    const key = `synapse-voice.muted.${core.session.deviceId}`;
    let mutedIds = readCallIds(storage, key);
    let lastId: string | undefined;
    return core.subscribe(() => {
      const { calls, dialing, muted } = core.getState();
      const here = calls.filter((view) => view.here && view.cardUntil === null);
      const activeId = here.find((view) => !view.held)?.call.id;
      // A mute that is pressed while dialling is for the call that comes of it.
      if (dialing || here.length === 0) lastId = undefined;
      if (dialing || !activeId) return;
      const isAnother = activeId !== lastId && (lastId || mutedIds.includes(activeId));
      lastId = activeId;
      if (isAnother) return core.set({ muted: mutedIds.includes(activeId) });
      // Written only on a change, as the state changes far more often than a mute.
      if (muted === mutedIds.includes(activeId)) return;
      mutedIds = here
        .map(({ call }) => call.id)
        .filter((id) => (id === activeId ? muted : mutedIds.includes(id)));
      writeCallIds(storage, key, mutedIds);
    });
  };
