import { isLoopback } from "../config/addresses.ts";
import type { Settings } from "../config/settings.ts";

/** Returns the origins of a server and of its WebSockets. */
function originsOf(address: string): string[] {
  const { protocol, host } = new URL(address);
  return protocol === "https:" || protocol === "wss:"
    ? [`https://${host}`, `wss://${host}`]
    : [`http://${host}`, `ws://${host}`];
}

/**
 * Returns the sources for media. Our server names LiveKit's address at each call. Without the
 * setting `mediaUrl` any encrypted address is allowed, and this machine if our server is on it.
 */
function mediaSources({ apiUrl, mediaUrl }: Settings): string[] {
  if (mediaUrl) return originsOf(mediaUrl);
  const { hostname } = new URL(apiUrl);
  return isLoopback(new URL(apiUrl))
    ? ["https:", "wss:", `http://${hostname}:*`, `ws://${hostname}:*`]
    : ["https:", "wss:"];
}

/**
 * Returns the Content-Security-Policy of the app's pages: own files and the configured servers, no
 * inline code, no eval, no frames.
 */
export function contentSecurityPolicy(settings: Settings): string {
  const servers = [
    ...originsOf(settings.apiUrl),
    ...originsOf(settings.supabaseUrl),
    ...mediaSources(settings),
  ];
  const directives = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    // Recordings are played from the server.
    "media-src": ["'self'", "blob:", new URL(settings.apiUrl).origin],
    "worker-src": ["'self'"],
    "connect-src": ["'self'", ...new Set(servers)],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}
