import type { Part } from "./core.ts";
import { keepCalls, keptCalls, type Keep } from "./keep.ts";

/** Keeps a mute over a reload in the call: who could not be heard before must not be heard after. */
export const keptMute =
  (keep: Keep | null): Part =>
  (core) => {
    const name = `synapse-voice.muted.${core.session.deviceId}`;
    let [before] = keptCalls(keep, name);
    return core.subscribe(() => {
      const { calls, muted } = core.getState();
      const mine = calls.find((held) => held.here && held.until === null)?.call.id;
      if (!mine) return;
      const again = before === mine;
      before = undefined;
      if (again) core.set({ muted: true });
      else keepCalls(keep, name, muted ? [mine] : []);
    });
  };
