import { createContext, useContext } from "react";
import type { CallClient } from "@synapse-voice/client";
import type { CallMedia } from "@synapse-voice/client/media";
import type { Ring } from "@synapse-voice/react";
import type { Account, Accounts } from "./accounts/accounts.ts";
import type { PageConfig } from "./config.ts";
import type { Platform } from "./platform/index.ts";

/** What the screens stand on; tests and the gallery give their own. */
export interface Services {
  readonly config: PageConfig;
  readonly platform: Platform;
  readonly accounts: Accounts;
  /** A call client for whoever is signed in, not started yet. */
  connect(account: Account): Promise<CallClient>;
  /** Fakes; the real ones are made where these are left out. */
  readonly media?: CallMedia;
  readonly ring?: Ring;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error("no services");
  return services;
}
