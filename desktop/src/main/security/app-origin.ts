import type { desktopOrigin } from "@synapse-voice/contract";
import { parseUrl } from "../config/addresses.ts";

/** Scheme of the app's own pages. No server and no file can answer for it. */
export const appScheme = "app";
const appHost = "console";
export const appOrigin = `${appScheme}://${appHost}` as const satisfies typeof desktopOrigin;

/**
 * True for an address of the app's own pages. Compares the parts, because `URL.origin` is "null"
 * for custom schemes outside Chromium.
 */
export function isAppUrl(address: string): boolean {
  const url = parseUrl(address);
  return (
    url !== null &&
    url.protocol === `${appScheme}:` &&
    url.host === appHost &&
    url.username === "" &&
    url.password === ""
  );
}

/** The part of Electron's `WebFrameMain` that identifies the sender of a request. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** True for the top frame of an own page. Null means that the frame no longer exists. */
export const isTrustedSender = (frame: SenderFrame | null): boolean =>
  frame !== null && frame.parent === null && isAppUrl(frame.url);
