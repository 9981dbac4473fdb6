import type { CallClient } from "@synapse-voice/client";
import { callSignals, headsetCommands } from "../../shared/headset/call-signals.ts";
import { openHeadsets, type Headsets } from "../../shared/headset/headsets.ts";
import type { Hid } from "../../shared/headset/hid.ts";
import type { PreferencesStore } from "../../shared/platform/index.ts";

interface StartDeps {
  readonly hid: Hid;
  readonly client: CallClient;
  readonly preferences: PreferencesStore;
  answer(callId: string): void;
}

/** Connects headsets with the calls of the client. */
export function startHeadsets({ hid, client, preferences, answer }: StartDeps): Headsets {
  const headsets = openHeadsets({
    hid,
    commands: headsetCommands(client, answer),
    now: () => performance.now(),
  });
  const show = (): void => {
    const { alerts, doNotDisturb } = preferences.get() ?? { alerts: false, doNotDisturb: false };
    headsets.show(callSignals(client.getState(), !alerts || doNotDisturb));
  };
  const stops = [client.subscribe(show), preferences.subscribe(show)];
  show();
  return {
    ...headsets,
    close: () => {
      for (const stop of stops) stop();
      return headsets.close();
    },
  };
}
