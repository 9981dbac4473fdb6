import type { ClientClock, Stop } from "../../session/clock.ts";
import type { MicrophoneChange } from "../state/media-state.ts";

/** The change of the microphone that views show. */
export interface ShownChange {
  get(): MicrophoneChange | null;
  set(change: MicrophoneChange | null): void;
}

/** Time in ms for which views say that the chosen microphone is back. */
const restoredMs = 10_000;

/** Makes the store; `expired` runs when a change is no longer shown. */
export function createShownChange(clock: ClientClock, expired: () => void): ShownChange {
  let shown: MicrophoneChange | null = null;
  let cancel: Stop = () => {};
  return {
    get: () => shown,
    set: (change) => {
      cancel();
      shown = change;
      if (change?.type !== "restored") return;
      cancel = clock.after(restoredMs, () => {
        shown = null;
        expired();
      });
    },
  };
}
