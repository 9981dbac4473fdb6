import type { ClientClock, Stop } from "../../session/clock.ts";
import type { MicrophoneChange } from "../state/media-state.ts";

/** The change of the microphone that views show. */
export interface ShownChange {
  get(): MicrophoneChange | null;
  set(change: MicrophoneChange | null): void;
  /** Sets a change once the microphone's label is known, if `isCurrent` is still true then. */
  announce(
    type: MicrophoneChange["type"],
    label: Promise<string>,
    isCurrent: () => boolean,
  ): Promise<void>;
}

/** Time in ms for which views say that the chosen microphone is back. */
const restoredMs = 10_000;

/** Makes the store; `changed` runs when a change is announced, or is no longer shown. */
export function createShownChange(clock: ClientClock, changed: () => void): ShownChange {
  let shown: MicrophoneChange | null = null;
  let cancel: Stop = () => {};
  const set = (change: MicrophoneChange | null): void => {
    cancel();
    shown = change;
    if (change?.type !== "restored") return;
    cancel = clock.after(restoredMs, () => {
      shown = null;
      changed();
    });
  };
  return {
    get: () => shown,
    set,
    announce: async (type, label, isCurrent) => {
      const change = { type, label: await label };
      if (!isCurrent()) return;
      set(change);
      changed();
    },
  };
}
