/** Parses an address. Returns null if it is not valid. */
export function parseUrl(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

const loopbackHosts = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** True for an address on this machine. Only these may be unencrypted. */
export const isLoopback = (url: URL): boolean => loopbackHosts.has(url.hostname);
