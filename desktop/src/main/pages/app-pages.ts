import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { isAppUrl } from "../security/app-origin.ts";
import { contentSecurityPolicy } from "../security/content-policy.ts";
import type { Settings } from "../config/settings.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".wav": "audio/wav",
  ".wasm": "application/wasm",
};

/**
 * Returns the file in `folder` for a path, or null if it would be outside the folder. A path
 * without an extension is an address inside the console, so it gets the page itself.
 */
export function fileFor(folder: string, pathname: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes("\0") || path.includes("\\")) return null;
  const file = normalize(join(folder, extname(path) === "" ? "index.html" : path));
  return file.startsWith(normalize(folder) + sep) ? file : null;
}

/** Answers requests for `app://console/…` with the console's build, and with `/config.json`. */
export function createAppPages(
  folder: string,
  settings: Settings,
): (request: { readonly url: string; readonly method: string }) => Promise<Response> {
  const headers = {
    "Content-Security-Policy": contentSecurityPolicy(settings),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
  };
  const reply = (status: number, body: string | Uint8Array<ArrayBuffer>, type: string): Response =>
    new Response(body, { status, headers: { ...headers, "Content-Type": type } });
  const notFound = (): Response =>
    reply(404, "There is nothing at this address.", "text/plain; charset=utf-8");
  const publicSettings = JSON.stringify(settings);

  return async (request) => {
    if (request.method !== "GET" || !isAppUrl(request.url)) return notFound();
    const { pathname } = new URL(request.url);
    if (pathname === "/config.json")
      return reply(200, publicSettings, "application/json; charset=utf-8");
    const file = fileFor(folder, pathname);
    const type = file === null ? undefined : contentTypes[extname(file)];
    if (file === null || type === undefined) return notFound();
    try {
      return reply(200, new Uint8Array(await readFile(file)), type);
    } catch {
      return notFound();
    }
  };
}
