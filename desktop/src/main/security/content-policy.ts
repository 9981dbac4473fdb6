import { isLoopback } from "../config/addresses.ts";
import type { Settings } from "../config/settings.ts";

/** Origin of a server and of its WebSockets. */
function originsOf(address: string): string[] {
  const { protocol, host } = new URL(address);
  return protocol === "https:" || protocol === "wss:"
    ? [`https://${host}`, `wss://${host}`]
    : [`http://${host}`, `ws://${host}`];
}

/**
 * Where calls may connect: LiveKit's address is named by the server at each call, so without a
 * setting it is known only to be encrypted or, like the server, on this machine.
 */
function mediaSources({ apiUrl, mediaUrl }: Settings): string[] {
  if (mediaUrl) return originsOf(mediaUrl);
  const { hostname } = new URL(apiUrl);
  return isLoopback(new URL(apiUrl))
    ? ["https:", "wss:", `http://${hostname}:*`, `ws://${hostname}:*`]
    : ["https:", "wss:"];
}

/**
 * The Content-Security-Policy of the app's pages: their own files and the configured servers, no
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
    "media-src": ["'self'", "blob:"],
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
