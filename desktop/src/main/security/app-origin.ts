/** The desktop's own pages: a scheme that no server and no file can answer for. */
export const appScheme = "app";
const appHost = "console";
export const appOrigin = `${appScheme}://${appHost}`;

/** The address in parts, or null for what is none. */
export function parseUrl(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/**
 * True for an address of our own pages. Compared in parts, since `URL.origin` is "null" for own
 * schemes outside Chromium.
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

/** The part of Electron's `WebFrameMain` that says who sent something. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** True for the top frame of one of our own pages; null is a frame that is gone already. */
export const isTrustedSender = (frame: SenderFrame | null): boolean =>
  frame !== null && frame.parent === null && isAppUrl(frame.url);
