import type { StackUrls } from "../settings/settings.ts";

/** Returns the addresses that scripts may connect to: API, accounts and events, media. */
function connections(urls: StackUrls): string {
  const webSocket = (url: string) => url.replace(/^http/u, "ws");
  return [
    "'self'",
    urls.api,
    urls.supabase,
    webSocket(urls.supabase),
    urls.livekit,
    urls.livekitApi,
  ].join(" ");
}

/**
 * Returns the Content Security Policy that production pages have: no inline code or style, no
 * framing, no plug-ins.
 */
export function contentSecurityPolicy(urls: StackUrls): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `media-src 'self' blob: ${urls.api}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src ${connections(urls)}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
}

export function securityHeaders(urls: StackUrls): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy(urls),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "microphone=(self), camera=(), geolocation=()",
  };
}
