import type { Endpoint } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import { openApiDocument } from "./openapi/openapi.ts";
import { reuseFor } from "./reuse-for.ts";
import { route, type Route } from "./route.ts";

const healthz = {
  method: "GET",
  path: "/healthz",
  summary: "The server runs",
  who: "public",
  status: 200,
  reply: v.object({ status: v.string() }),
} as const satisfies Endpoint;

const readyz = {
  method: "GET",
  path: "/readyz",
  summary: "The server could take a call now",
  who: "public",
  status: 200,
  reply: v.object({ status: v.string() }),
} as const satisfies Endpoint;

const openapi = {
  method: "GET",
  path: "/api/openapi.json",
  summary: "This document",
  who: "public",
  status: 200,
  reply: v.looseObject({ openapi: v.string() }),
} as const satisfies Endpoint;

/** Checks that the server can take a call. Each check throws if it fails. */
export interface Readiness {
  checkDatabase(): Promise<void>;
  checkMedia(): Promise<void>;
  isStopping(): boolean;
}

/** A result of the checks is used for this time, so that floods of probes cost nothing. */
const readinessMaxAgeMs = 1_000;

/** Makes the routes of the probes. No limit applies to them. */
export function healthRoutes(readiness: Readiness): Route[] {
  const checkReady = reuseFor(readinessMaxAgeMs, () => checkAll(readiness));
  const probes = [
    route(healthz, async () => ({ status: "ok" })),
    route(readyz, async () => {
      if (readiness.isStopping())
        throw new ApiError("media_unavailable", { detail: "the server is stopping" });
      await checkReady();
      return { status: "ready" };
    }),
  ];
  return probes.map((probe) => ({ ...probe, isUnlimited: true }));
}

async function checkAll({ checkDatabase, checkMedia }: Readiness): Promise<void> {
  await checkDatabase().catch((error: unknown) => {
    throw new ApiError("database_unavailable", {}, error);
  });
  await checkMedia().catch((error: unknown) => {
    throw new ApiError("media_unavailable", {}, error);
  });
}

/** Makes the route that describes all these routes and itself. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  const document = openApiDocument([...routes.map(({ endpoint }) => endpoint), openapi], version);
  return route(openapi, async () => ({ ...document, openapi: "3.1.0" }));
}
