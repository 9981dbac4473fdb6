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

/** Page of the HID collections that telephones and headsets have. */
const telephonyPage = 0x0b;

/** A device that a page would use. Only those of HID have collections. */
export interface DeviceRequest {
  readonly deviceType: string;
  readonly origin: string;
  readonly device: { readonly collections?: readonly { readonly usagePage: number }[] };
}

/** True for a headset with buttons, which the person need not choose in a dialog before. */
export const isPermittedDevice = ({ deviceType, origin, device }: DeviceRequest): boolean =>
  deviceType === "hid" &&
  isAppUrl(origin) &&
  (device.collections ?? []).some(({ usagePage }) => usagePage === telephonyPage);

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
  // The permission `hid` stays refused: it is only needed to ask for more devices than these.
  session.setDevicePermissionHandler(({ deviceType, origin, device }) =>
    isPermittedDevice({ deviceType, origin, device: "collections" in device ? device : {} }),
  );
}
