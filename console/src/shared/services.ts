import { createContext, useContext } from "react";
import type { CallClient, Devices } from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";
import type { MicrophoneOutlookStore, Ring } from "@synapse-voice/react";
import type { ConsoleConfig } from "@synapse-voice/desktop/bridge";
import type { Account, Accounts } from "@synapse-voice/desktop/accounts";
import type { Hid } from "./headset/hid.ts";
import type { Platform } from "./platform/index.ts";

/** Dependencies of all screens. Tests and the gallery use fakes. */
export interface Services {
  readonly config: ConsoleConfig;
  readonly platform: Platform;
  readonly accounts: Accounts;
  /**
   * Makes a call client for an account. It is not started yet. `onLost` runs when it can't be used
   * any more: connect again then.
   */
  connect(account: Account, onLost: () => void): Promise<CallClient>;
  /** Loads the media at the first call. Default: as `VoiceProvider` does. */
  readonly loadMedia?: (client: CallClient, devices: Devices) => Promise<CallMedia>;
  /** Access to headsets. Only the desktop app has it. */
  readonly hid?: Hid;
  /** Fakes. If left out, the real media, devices, ring and microphone are used. */
  readonly media?: CallMedia;
  readonly devices?: Devices;
  readonly ring?: Ring;
  readonly microphone?: MicrophoneOutlookStore;
}

/** Context of the services; null outside a provider. */
export const ServicesContext = createContext<Services | null>(null);

/** Returns the services. Throws outside a provider. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error("no services");
  return services;
}
