import type { Core } from "./core.ts";

/** The call of this device that waits for an answer. */
export const waiting = (core: Core): string | undefined =>
  core
    .getState()
    .calls.find((view) => view.here && (view.phase === "queued" || view.phase === "ringing-out"))
    ?.call.id;
