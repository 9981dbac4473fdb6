import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import * as v from "valibot";
import { adminUserRoutes } from "./auth/routes/admin-routes.ts";
import { apiKeyOf } from "./auth/caller.ts";
import type { AuthContext } from "./auth/context.ts";
import { AuthError, sendAuthError } from "./auth/errors.ts";
import { linkRoutes } from "./auth/routes/link-routes.ts";
import { authRoutes } from "./auth/routes/session-routes.ts";
import { signUpRoutes } from "./auth/routes/sign-up-routes.ts";
import { outboxRoutes } from "./outbox.ts";
import { isOwnPage } from "./own-pages.ts";
import { httpBroadcastRoutes } from "./realtime/http-broadcast.ts";
import type { RealtimeService } from "./realtime/realtime-service.ts";
import { publishableKey, secretKey } from "./settings.ts";
import { storageRoutes } from "./storage/routes.ts";

const RealtimeSwitch = v.object({ up: v.boolean() });

/** Returns the gateway's HTTP routes. */
export function createApp(
  auth: AuthContext,
  realtime: RealtimeService,
  log: (line: string) => void,
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.get(
    "/healthz",
    (_request, response) => void response.json({ realtime: realtime.isUp() ? "up" : "down" }),
  );
  app.use(outboxRoutes(auth.outbox));
  app.post("/admin/realtime", express.json(), switchRealtime(realtime));
  app.use(allowBrowsers);
  app.use(
    "/auth/v1",
    requireKey(auth),
    express.json({ limit: "1mb" }),
    adminUserRoutes(auth),
    linkRoutes(auth),
    signUpRoutes(auth),
    authRoutes(auth),
  );
  app.use("/realtime/v1", httpBroadcastRoutes(realtime));
  app.use("/storage/v1", requireKey(auth), storageRoutes(auth));
  app.use(
    (_request, response) =>
      void response.status(404).json({ message: "no such endpoint of the local gateway" }),
  );
  app.use(reportError(log));
  return app;
}

/** Pauses and resumes Realtime while sign-in keeps working. For tests in other processes. */
function switchRealtime(realtime: RealtimeService): RequestHandler {
  return (request, response) => {
    if (apiKeyOf(request) !== secretKey)
      return void response.status(401).json({ message: "Invalid API key" });
    const parsed = v.safeParse(RealtimeSwitch, request.body);
    if (!parsed.success)
      return void response.status(400).json({ message: "the body is {up: boolean}" });
    if (parsed.output.up) realtime.resume();
    else realtime.pause();
    response.json({ up: parsed.output.up });
  };
}

/**
 * Allows pages of this machine to read responses, and rejects requests of other pages. Reading the
 * response is not needed to do harm with a form or `fetch`.
 */
const allowBrowsers: RequestHandler = (request, response, next) => {
  const origin = request.get("Origin");
  response.vary("Origin");
  if (origin !== undefined && isOwnPage(origin)) {
    response.set({
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Expose-Headers": "X-Total-Count, Link, X-Supabase-Api-Version",
    });
  }
  if (request.method !== "OPTIONS") {
    if (isOwnPage(origin)) next();
    else
      response
        .status(403)
        .json({ message: "The local gateway answers pages of this machine only" });
    return;
  }
  response.set({
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": request.get("Access-Control-Request-Headers") ?? "*",
    "Access-Control-Max-Age": "3600",
  });
  response.status(204).end();
};

const openPaths = new Set(["/verify", "/.well-known/jwks.json", "/health"]);

/** Requires an API key, except for links in mails and public keys. */
function requireKey(auth: AuthContext): RequestHandler {
  return async (request, response, next) => {
    const key = apiKeyOf(request);
    if (openPaths.has(request.path) || key === publishableKey || key === secretKey) return next();
    if (!key) return void response.status(401).json({ message: "No API key found in request" });
    const isToken = await auth.tokens.verify(key).then(
      () => true,
      () => false,
    );
    if (isToken) next();
    else response.status(401).json({ message: "Invalid API key" });
  };
}

function reportError(log: (line: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof AuthError) return sendAuthError(request, response, error);
    if (isBadBody(error))
      return sendAuthError(
        request,
        response,
        new AuthError(400, "bad_json", "Could not read the body as JSON"),
      );
    if (isBadText(error))
      return sendAuthError(
        request,
        response,
        new AuthError(400, "validation_failed", "A text holds a NUL character or half a character"),
      );
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(`${request.method} ${request.path} failed: ${reason}`);
    sendAuthError(
      request,
      response,
      new AuthError(503, "unexpected_failure", "The database did not answer"),
    );
  };
}

/** SQLSTATEs for text that PostgreSQL can't store: invalid characters, or invalid JSON. */
const badText = new Set(["22021", "22P02", "22P05"]);
const isBadText = (error: unknown): boolean =>
  error instanceof Error && "code" in error && badText.has(String(error.code));

function isBadBody(error: unknown): boolean {
  return error instanceof Error && "type" in error && String(error.type).startsWith("entity.");
}
