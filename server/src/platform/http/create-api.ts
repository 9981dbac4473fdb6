import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import { addressKey } from "../rate-limits/address.ts";
import type { RateLimiter } from "../rate-limits/rate-limiter.ts";
import { ApiError } from "./api-error.ts";
import { bindRoute } from "./bind-route.ts";
import type { Authenticate } from "./authenticate.ts";
import { helpPage, helpPath } from "./help-page.ts";
import { limitFailures } from "./limit-failures.ts";
import { notFound, problemHandler } from "./problem.ts";
import { warnOfProxies } from "./proxy-warning.ts";
import { contextOf, requestContext } from "./request-context.ts";
import type { Route } from "./route.ts";

/** A number of proxies, or their addresses and networks. False trusts none. */
export type TrustProxy = number | readonly string[] | false;

export interface ApiDeps {
  readonly log: Logger;
  readonly cors: RequestHandler;
  readonly authenticate: Authenticate;
  readonly rateLimiter: RateLimiter;
  /** Proxies whose `X-Forwarded-For` is trusted, as Express takes them. */
  readonly trustProxy: TrustProxy;
  readonly routes: readonly Route[];
  /** Middleware that sees every request. */
  readonly observe?: RequestHandler;
  /** Handlers outside the contract that read their own bodies, such as webhooks. */
  readonly raw?: readonly { readonly path: string; readonly handlers: readonly RequestHandler[] }[];
}

/** Makes the Express app. It serves the given routes, and answers every error with a problem. */
export function createApi({
  log,
  cors,
  authenticate,
  rateLimiter,
  trustProxy,
  routes,
  observe,
  raw = [],
}: ApiDeps): Express {
  const app = express();
  app.set("query parser", "simple");
  app.set("case sensitive routing", true);
  app.set("trust proxy", trustProxy);
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(requestContext(log));
  app.use(warnOfProxies(log, trustProxy !== false));
  if (observe) app.use(observe);
  app.use(helmet({ crossOriginResourcePolicy: { policy: "cross-origin" } }));
  app.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  app.use(cors);
  for (const { path, handlers } of raw)
    app.post(path, ...handlers).all(path, refuseOtherMethods(["POST"]));
  for (const [path, group] of byPath(routes)) {
    for (const route of group)
      app[verb(route)](path, jsonOf(route), bindRoute(route, authenticate, rateLimiter));
    app.all(path, refuseOtherMethods(group.map(({ endpoint }) => endpoint.method)));
  }
  app.get(helpPath, async (request, response) => {
    contextOf(response).isCounted = true;
    await rateLimiter.checkAddress(addressKey(request.ip));
    response.type("html").send(helpPage);
  });
  app.use(notFound);
  app.use(limitFailures(rateLimiter));
  app.use(problemHandler);
  return app;
}

/** Most bytes of a body whose route sets no other limit. */
const defaultBodyBytes = 32 * 1024;

const jsonOf = ({ maxBodyBytes = defaultBodyBytes }: Route): RequestHandler =>
  express.json({ limit: maxBodyBytes, strict: true, type: "application/json" });

const verb = ({ endpoint }: Route) =>
  endpoint.method.toLowerCase() as Lowercase<typeof endpoint.method>;

function byPath(routes: readonly Route[]): Map<string, Route[]> {
  const groups = new Map<string, Route[]>();
  for (const route of routes)
    groups.set(route.endpoint.path, [...(groups.get(route.endpoint.path) ?? []), route]);
  return groups;
}

/** Refuses a method that a known path does not have. */
const refuseOtherMethods =
  (methods: readonly string[]): RequestHandler =>
  (_request, response) => {
    response.set("Allow", methods.join(", "));
    throw new ApiError("method_not_allowed");
  };
