import { linkSchemes, type LinkHandlers, type LinkScheme } from "../../bridge/link-schemas.ts";
import type { PendingLink } from "./pending-link.ts";

/** The part of Electron's `app` that asks the system which app opens links. */
export interface SystemHandlers {
  isDefaultProtocolClient(scheme: string): boolean;
  setAsDefaultProtocolClient(scheme: string): boolean;
  /** Always returns false on Linux, where a person chooses another app instead. */
  removeAsDefaultProtocolClient(scheme: string): boolean;
}

/** Creates the handlers of the channels of links. */
export function createLinkHandlers(system: SystemHandlers, pending: PendingLink) {
  const handlers = (): LinkHandlers => {
    const entries = linkSchemes.map((scheme) => [scheme, system.isDefaultProtocolClient(scheme)]);
    return Object.fromEntries(entries) as LinkHandlers;
  };
  return {
    "links:opened": pending.current,
    "links:done": pending.done,
    "links:handlers": handlers,
    "links:register": (scheme: LinkScheme, isOn: boolean): LinkHandlers => {
      if (isOn) system.setAsDefaultProtocolClient(scheme);
      else system.removeAsDefaultProtocolClient(scheme);
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
  if (platform === "win32" && system.isPackaged) system.setAsDefaultProtocolClient("synapse-voice");
}
