import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".mp3": "audio/mpeg",
  ".wav": "audio/wav",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves the console's files as section 7 of the page demands, in place of a web server:
 * `index.html` for paths that are no files, and the page's Content Security Policy.
 */
export async function serveConsole(
  folder: string,
  port: number,
  policy: string,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://console").pathname);
    const isFile = extname(path) !== "" && existsSync(join(folder, path));
    const file = isFile ? path : "index.html";
    readFile(join(folder, file)).then(
      (content) =>
        response
          .writeHead(200, {
            "content-type": types[extname(file)] ?? "application/octet-stream",
            "content-security-policy": policy,
          })
          .end(content),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}
