import { once } from "node:events";
import type { Server } from "node:http";
import { join } from "node:path";
import express, { type Express, type RequestHandler } from "express";
import { type StackSettings, root, urlsOf } from "../settings/settings.ts";
import { consoleConfig, portalConfig } from "./page-config.ts";
import { securityHeaders } from "./security-headers.ts";

export interface RunningPages {
  readonly stop: () => Promise<void>;
}

const dist = (folder: string) => join(root, folder, "dist");

/**
 * Serves the built pages: the console with the example CRM below it, and the example portal with
 * the widget.
 */
export async function startPages(settings: StackSettings): Promise<RunningPages> {
  const { ports } = settings;
  const servers = await Promise.all([
    listen(consoleSite(settings), ports.console),
    listen(portalSite(settings), ports.portal),
  ]);
  return { stop: async () => void (await Promise.all(servers.map(close))) };
}

function consoleSite(settings: StackSettings): Express {
  const site = newSite(settings);
  site.get("/config.json", asJson(consoleConfig(settings)));
  site.use("/crm", files(dist("examples/crm")), page(dist("examples/crm")));
  site.use(files(dist("console")), page(dist("console")));
  return site;
}

function portalSite(settings: StackSettings): Express {
  const site = newSite(settings);
  site.get("/config.json", asJson(portalConfig(settings)));
  site.use("/widget", files(dist("widget")));
  site.use(files(dist("examples/portal")), page(dist("examples/portal")));
  return site;
}

function newSite(settings: StackSettings): Express {
  const headers = securityHeaders(urlsOf(settings.ports));
  const site = express();
  site.disable("x-powered-by");
  site.use((_request, response, next) => {
    response.set(headers);
    next();
  });
  return site;
}

const asJson =
  (content: unknown): RequestHandler =>
  (_request, response) => {
    response.set("cache-control", "no-store").json(content);
  };

/**
 * Serves built files. Files in `assets/` have a hash in their names and are cached. All others are
 * revalidated.
 */
function files(folder: string): RequestHandler {
  return express.static(folder, {
    index: "index.html",
    setHeaders: (response, path) =>
      response.setHeader(
        "cache-control",
        /\/assets\//u.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
      ),
  });
}

/**
 * Serves the page itself for addresses below it that are no files, so that it can show what belongs
 * there.
 */
function page(folder: string): RequestHandler {
  return (request, response, next) => {
    if (request.method !== "GET" || !request.accepts("html") || /\.\w+$/u.test(request.path))
      return next();
    response.set("cache-control", "no-cache").sendFile(join(folder, "index.html"));
  };
}

async function listen(site: Express, port: number): Promise<Server> {
  const server = site.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
