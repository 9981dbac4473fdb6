import { linkSchemes, type LinkHandlers, type LinkScheme } from "../../bridge/link-schemas.ts";
import type { PendingLink } from "./pending-link.ts";

type MaybeLater<Value> = Value | Promise<Value>;

/** Asks the system which app opens links, and changes that. Electron's `app` fits. */
export interface SystemHandlers {
  isDefaultProtocolClient(scheme: string): MaybeLater<boolean>;
  setAsDefaultProtocolClient(scheme: string): MaybeLater<boolean>;
  /** Always returns false on Linux, where a person chooses another app instead. */
  removeAsDefaultProtocolClient(scheme: string): MaybeLater<boolean>;
}

/** Creates the handlers of the channels of links. */
export function createLinkHandlers(system: SystemHandlers, pending: PendingLink) {
  const handlers = async (): Promise<LinkHandlers> => {
    const entries = linkSchemes.map(
      async (scheme) => [scheme, await system.isDefaultProtocolClient(scheme)] as const,
    );
    return Object.fromEntries(await Promise.all(entries)) as LinkHandlers;
  };
  return {
    "links:opened": pending.current,
    "links:done": pending.done,
    "links:handlers": handlers,
    "links:register": async (scheme: LinkScheme, isOn: boolean): Promise<LinkHandlers> => {
      if (isOn) await system.setAsDefaultProtocolClient(scheme);
      else await system.removeAsDefaultProtocolClient(scheme);
      return handlers();
    },
  };
}

/**
 * Makes this app the one that opens our own links. Only the packed app on Windows needs it: the
 * packages for macOS and Linux name the scheme themselves.
 */
export function registerOwnScheme(
  system: SystemHandlers & { readonly isPackaged: boolean },
  platform: string,
): void {
  if (platform === "win32" && system.isPackaged)
    void system.setAsDefaultProtocolClient("synapse-voice");
}
