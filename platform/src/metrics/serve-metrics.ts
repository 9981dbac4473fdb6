import type { Server } from "node:http";
import type { Registry } from "prom-client";
import { createHttpServer } from "../http-server.ts";

/** Serves a registry at `/metrics` on a port of its own. Only this machine can reach it. */
export function serveMetrics(
  registry: Pick<Registry, "contentType" | "metrics">,
  port: number,
): Server {
  const server = createHttpServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    void registry.metrics().then(
      (text) => response.writeHead(200, { "Content-Type": registry.contentType }).end(text),
      () => response.writeHead(503).end(),
    );
  });
  return server.listen(port, "127.0.0.1");
}
