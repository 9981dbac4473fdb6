import { setTimeout as pause } from "node:timers/promises";
import type { Express } from "express";
import type { Logger } from "pino";
import type { AccountStore } from "../identity/accounts/account-store.ts";
import { createAccountsService } from "../identity/accounts/accounts-service.ts";
import { createProvisioning } from "../identity/accounts/provisioning.ts";
import { accountRoutes } from "./account-routes.ts";
import type { SyncedClock } from "@synapse-voice/platform/clock";
import type { SupabaseAdmin } from "../identity/supabase-admin/supabase-admin.ts";
import type { AgentStore } from "../agents/store/agent-store.ts";
import { createAgentsService } from "../agents/agents-service.ts";
import { agentRoutes } from "../agents/routes.ts";
import type { CallbackStore } from "../callbacks/store/callback-store.ts";
import { createCallbacksService } from "../callbacks/callbacks-service.ts";
import { callbackRoutes } from "../callbacks/routes.ts";
import { composeCalls, type CallEngine, type CallParts } from "./compose-calls.ts";
import type { Sweeper } from "../jobs/sweeper.ts";
import type { CustomerStore } from "../customers/customer-store.ts";
import { createCustomersService } from "../customers/customers-service.ts";
import { customerRoutes } from "../customers/routes.ts";
import { createAuthenticate } from "../platform/http/authenticate.ts";
import { createApi, type TrustProxy } from "../platform/http/create-api.ts";
import { healthRoutes, openApiRoute } from "../platform/http/health.ts";
import { createMetrics, type Metrics } from "../metrics/metrics.ts";
import { createOrigins } from "../platform/http/origins.ts";
import type { Route } from "../platform/http/route.ts";
import type { VerifyToken } from "../platform/http/tokens/verify-token.ts";
import type { LimitCounter } from "../platform/rate-limits/limit-counter.ts";
import { createRateLimiter } from "../platform/rate-limits/rate-limiter.ts";
import type { Limits } from "../platform/rate-limits/limits.ts";
import type { GaugeStore } from "../metrics/gauge-store.ts";
import { tenantRoutes } from "../settings/routes.ts";
import type { TenantStore } from "../settings/store/tenant-store.ts";
import { createTenantsService } from "../settings/tenants-service.ts";
import { livekitWebhook, webhookPath } from "../webhooks/livekit-webhook.ts";
import type { WebhookStore } from "../webhooks/webhook-store.ts";
import { createWebhooksService } from "../webhooks/webhooks-service.ts";

/** Everything that the server is made of: stores, adapters and settings; real or fake. */
export interface AppDeps extends Omit<
  CallParts,
  "directory" | "settingsOf" | "callChanged" | "eventHeard" | "mediaRepaired" | "clock"
> {
  readonly accountStore: AccountStore;
  readonly tenantStore: TenantStore;
  readonly agentStore: AgentStore;
  readonly customerStore: CustomerStore;
  readonly callbackStore: CallbackStore;
  readonly webhookStore: WebhookStore;
  readonly gaugeStore: GaugeStore;
  readonly supabaseAdmin: SupabaseAdmin;
  readonly verifyToken: VerifyToken;
  readonly limits: Limits;
  /** What all servers count together. */
  readonly limitCounter: LimitCounter & { deleteExpired(): Promise<void> };
  readonly clock: SyncedClock;
  readonly log: Logger;
  readonly checkDatabase: () => Promise<void>;
  /** Long polls that wait at the moment. */
  readonly openPolls: () => number;
  readonly settings: {
    readonly livekitApiKey: string;
    readonly livekitApiSecret: string;
    /** Origins of our own pages. */
    readonly ownOrigins: readonly string[];
    readonly signUpOpen: boolean;
    readonly trustProxy: TrustProxy;
    readonly version: string;
  };
}

/** The server, put together but not listening. */
export interface App {
  readonly http: Express;
  readonly routes: readonly Route[];
  readonly engine: CallEngine;
  readonly sweeper: Sweeper;
  readonly metrics: Metrics;
  /** Ends open polls and the sweeper's rounds; requests in flight go on. */
  stop(): Promise<void>;
}

export function createApp(parts: AppDeps): App {
  const { clock, log, settings, accountStore, tenantStore } = parts;
  const metrics = createMetrics({ openPolls: parts.openPolls, gaugeStore: parts.gaugeStore });
  const engine = composeCalls({
    ...parts,
    directory: accountStore,
    settingsOf: (tenantId) => tenantStore.settings(tenantId),
    callChanged: metrics.callChanged,
    eventHeard: metrics.eventHeard,
    mediaRepaired: metrics.mediaRepaired,
  });
  const provisioning = createProvisioning({
    store: accountStore,
    admin: parts.supabaseAdmin,
    clock,
    log,
  });
  const webhooks = createWebhooksService({
    store: parts.webhookStore,
    calls: engine.calls,
    mediaCheck: engine.mediaCheck,
    clock,
    log,
  });
  const sweeper = engine.sweeper([
    { name: "clock", every: 10_000, run: clock.synchronise },
    { name: "webhooks", every: 5_000, run: webhooks.catchUp },
    {
      name: "unfinished accounts",
      every: 60_000,
      apart: true,
      run: async () => void (await provisioning.sweep()),
    },
    { name: "old rate limits", every: 600_000, run: () => parts.limitCounter.deleteExpired() },
  ]);
  const agents = createAgentsService({
    store: parts.agentStore,
    settings: (tenantId) => tenantStore.settings(tenantId),
    liveCalls: engine.queries,
    waitingCalls: engine.router,
    clock,
    log,
  });
  let stopping = false;
  const routes = [
    ...engine.routes,
    ...accountRoutes(createAccountsService({ provisioning, signUpOpen: settings.signUpOpen })),
    ...tenantRoutes(
      createTenantsService({ store: tenantStore, provisioning, calls: engine, clock }),
    ),
    ...agentRoutes(agents),
    ...callbackRoutes(createCallbacksService(parts.callbackStore, clock)),
    ...customerRoutes(createCustomersService(parts.customerStore)),
    ...healthRoutes({
      checkDatabase: parts.checkDatabase,
      checkMedia: () => parts.media.check(),
      isStopping: () => stopping,
    }),
  ];
  const rateLimiter = createRateLimiter({
    limits: parts.limits,
    counter: parts.limitCounter,
    clock,
    pause,
    log,
    onRefused: metrics.rateLimited,
  });
  const origins = createOrigins(accountStore, clock, settings.ownOrigins);
  return {
    engine,
    routes,
    sweeper,
    metrics,
    http: createApi({
      log,
      cors: origins.cors,
      authenticate: createAuthenticate(parts.verifyToken, accountStore, origins, rateLimiter),
      rateLimiter,
      trustProxy: settings.trustProxy,
      routes: [...routes, openApiRoute(routes, settings.version)],
      observe: metrics.observeRequests,
      raw: [
        {
          path: webhookPath,
          handlers: livekitWebhook(webhooks, settings.livekitApiKey, settings.livekitApiSecret),
        },
      ],
    }),
    async stop() {
      stopping = true;
      engine.feed.close();
      await sweeper.stop();
    },
  };
}
