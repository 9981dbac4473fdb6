import type { Part } from "./core.ts";
import { keepCalls, keptCalls, type Keep } from "./keep.ts";

/** Keeps a mute over a reload in the call: who could not be heard before must not be heard after. */
export const keptMute =
  (keep: Keep | null): Part =>
  (core) => {
    const name = `synapse-voice.muted.${core.session.deviceId}`;
    let [kept] = keptCalls(keep, name);
    let again = true;
    return core.subscribe(() => {
      const { calls, muted } = core.getState();
      const mine = calls.find((held) => held.here && held.until === null)?.call.id;
      if (!mine) return;
      const before = again && kept === mine;
      again = false;
      if (before) return core.set({ muted: true });
      // Storage is written only where it would change: state changes far more often than a mute does.
      const next = muted ? mine : undefined;
      if (next !== kept) keepCalls(keep, name, next ? [next] : []);
      kept = next;
    });
  };
