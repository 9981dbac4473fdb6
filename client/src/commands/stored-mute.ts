import { type Keep, keepCalls, keptCalls } from "../session/storage.ts";
import type { Part } from "../state/core.ts";

/**
 * Each call keeps its mute: while another one is on here, and over a reload. Who could not be heard
 * before must not be heard after.
 */
export const keptMute =
  (keep: Keep | null): Part =>
  (core) => {
    const name = `synapse-voice.muted.${core.session.deviceId}`;
    let kept = keptCalls(keep, name);
    let last: string | undefined;
    return core.subscribe(() => {
      const { calls, dialing, muted } = core.getState();
      const here = calls.filter((view) => view.here && view.until === null);
      const mine = here.find((view) => !view.held)?.call.id;
      // What is pressed before there is a call holds on the one that comes of it.
      if (dialing || here.length === 0) last = undefined;
      if (dialing || !mine) return;
      const another = mine !== last && (last || kept.includes(mine));
      last = mine;
      if (another) return core.set({ muted: kept.includes(mine) });
      // Storage is written only where it would change: state changes far more often than a mute
      // does.
      if (muted === kept.includes(mine)) return;
      kept = here
        .map(({ call }) => call.id)
        .filter((id) => (id === mine ? muted : kept.includes(id)));
      keepCalls(keep, name, kept);
    });
  };
