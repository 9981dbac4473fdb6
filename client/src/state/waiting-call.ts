import type { Core } from "./core.ts";

/** Returns the id of this device's call that waits for an answer, if there is one. */
export const waitingCallId = ({ getState }: Pick<Core, "getState">): string | undefined =>
  getState().calls.find(
    (view) => view.here && (view.phase === "queued" || view.phase === "ringing-out"),
  )?.call.id;
