import type { CallView } from "./state.ts";

/**
 * Returns true for a call of this device: one that the person talks on, has on hold, places or is
 * answering. It ends when the person signs out or quits.
 */
export const isOwnCall = ({ here, phase }: CallView): boolean =>
  phase === "answering" ||
  (here && (phase === "on-call" || phase === "ringing-out" || phase === "queued"));
