import type { Session } from "electron";
import { isAppUrl } from "./app-origin.ts";

/**
 * Permissions of the app's own pages. Chromium asks for the network permissions before a page may
 * reach a server in the company's network. The content security policy lists the servers.
 */
const allowed = new Set([
  "media",
  "speaker-selection",
  "notifications",
  "local-network-access",
  "local-network",
  "loopback-network",
]);

/** A request for a permission. */
export interface PermissionRequest {
  readonly permission: string;
  /** Address of the requesting page. */
  readonly page: string;
  /** Only for `media`: the kinds to capture. Chromium checks `unknown` before it lists devices. */
  readonly media: readonly string[];
}

/** True for the needs of a softphone: microphone (no camera), speakers, notifications, servers. */
export const isPermitted = ({ permission, page, media }: PermissionRequest): boolean =>
  allowed.has(permission) && isAppUrl(page) && !media.includes("video");

/** Applies the same rule to Chromium's permission requests and permission checks. */
export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, respond, details) => {
    const media = "mediaTypes" in details ? (details.mediaTypes ?? []) : [];
    respond(isPermitted({ permission, page: details.requestingUrl, media }));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) =>
    isPermitted({
      permission,
      page: details.requestingUrl ?? requestingOrigin,
      media: details.mediaType ? [details.mediaType] : [],
    }),
  );
  session.setDevicePermissionHandler(() => false);
}
