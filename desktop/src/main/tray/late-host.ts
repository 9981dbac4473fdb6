import { systemClock, type ClientClock, type Stop } from "@synapse-voice/client";

interface LateHostDeps {
  /** Returns whether there is a host of the tray now. */
  hasHost(): Promise<boolean>;
  /** Makes the icon again. */
  makeAgain(): void;
  readonly clock?: ClientClock;
}

/** Watch over the host of the tray. */
export interface LateHost {
  /** Returns whether a host shows the icon now, and makes the icon again before, if need be. */
  look(): Promise<boolean>;
  readonly stop: Stop;
}

/** Time in ms between two looks at the start. */
const lookIntervalMs = 5_000;
/** Looks at the start. A desktop that starts the app at the login has its tray within 2 minutes. */
const looksAtStart = 24;

/**
 * Makes the icon again once there is a host that was missing before. Chromium looks for a host when
 * an icon is made, and never again if there was none: the icon of an app that started before the
 * tray of its desktop would be missing until the next start.
 */
export function followLateHost({
  hasHost,
  makeAgain,
  clock = systemClock,
}: LateHostDeps): LateHost {
  let wasMissing = false;
  let looksLeft = looksAtStart;
  let cancel = (): void => undefined;

  async function look(): Promise<boolean> {
    const isThere = await hasHost();
    if (isThere && wasMissing) makeAgain();
    wasMissing = !isThere;
    return isThere;
  }
  async function lookAtStart(): Promise<void> {
    if ((await look()) || looksLeft === 0) return;
    looksLeft -= 1;
    cancel = clock.after(lookIntervalMs, () => void lookAtStart());
  }
  void lookAtStart();
  return { look, stop: () => cancel() };
}
