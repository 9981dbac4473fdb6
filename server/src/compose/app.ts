import { setTimeout as pause } from "node:timers/promises";
import type { Express } from "express";
import type { Logger } from "pino";
import type { AccountStore } from "../identity/accounts/account-store.ts";
import { createAccountsService } from "../identity/accounts/accounts-service.ts";
import { createProvisioning } from "../identity/accounts/provisioning.ts";
import { createProfileService } from "../identity/profile-service.ts";
import type { SyncedClock } from "@synapse-voice/platform/clock";
import type { SupabaseAdmin } from "../identity/supabase-admin/supabase-admin.ts";
import type { AgentStore } from "../agents/store/agent-store.ts";
import { createAgentsService } from "../agents/agents-service.ts";
import { agentRoutes } from "../agents/routes.ts";
import type { CallbackStore } from "../callbacks/store/callback-store.ts";
import { createCallbacksService } from "../callbacks/callbacks-service.ts";
import { createFindEndsCall } from "../calls/api/ending-requests.ts";
import { callbackRoutes } from "../callbacks/routes.ts";
import { accountRoutes } from "./account-routes.ts";
import { composeCalls, type CallEngine, type CallDeps } from "./compose-calls.ts";
import { composePeople } from "./compose-people.ts";
import { composeRecordings, type RecordingDeps } from "./compose-recordings.ts";
import type { Job } from "../jobs/job-runner.ts";
import type { Sweeper } from "../jobs/sweeper.ts";
import type { CustomerStore } from "../customers/customer-store.ts";
import { createCustomersService } from "../customers/customers-service.ts";
import { customerRoutes } from "../customers/routes.ts";
import { createEchoTestsService } from "../echo-tests/echo-tests-service.ts";
import { echoTestRoutes } from "../echo-tests/routes.ts";
import { createAuthenticate } from "../platform/http/authenticate.ts";
import { createApi, type ApiDeps, type TrustProxy } from "../platform/http/create-api.ts";
import { reuseFor } from "../platform/http/reuse-for.ts";
import { healthRoutes, openApiRoute } from "../platform/http/health.ts";
import { createNotesService } from "../notes/notes-service.ts";
import { notesRoutes } from "../notes/routes.ts";
import { createMetrics, type Metrics } from "../metrics/metrics.ts";
import { createPeopleService } from "../people/people-service.ts";
import { peopleRoutes } from "../people/routes.ts";
import type { PeopleStore } from "../people/store/people-store.ts";
import { createOrigins } from "../platform/http/origins.ts";
import type { Route } from "../platform/http/route.ts";
import type { VerifyToken } from "../platform/http/tokens/verify-token.ts";
import type { LimitCounter } from "../platform/rate-limits/counters/limit-counter.ts";
import { createRateLimiter } from "../platform/rate-limits/rate-limiter.ts";
import type { Limits } from "../platform/rate-limits/limits.ts";
import type { GaugeStore } from "../metrics/gauge-store.ts";
import { tenantRoutes } from "../settings/routes.ts";
import type { TenantStore } from "../settings/store/tenant-store.ts";
import { livekitWebhook, webhookPath } from "../webhooks/livekit-webhook.ts";
import type { WebhookStore } from "../webhooks/webhook-store.ts";
import { createWebhooksService } from "../webhooks/webhooks-service.ts";

/** The setup of Realtime is checked at most once in this time, when somebody asks. */
const realtimeCheckIntervalMs = 60_000;

/** The dependencies of the server: stores, adapters and settings. Tests use fakes for some. */
export interface AppDeps
  extends
    Omit<
      CallDeps,
      | "directory"
      | "settingsOf"
      | "callChanged"
      | "eventHeard"
      | "mediaRepaired"
      | "clock"
      | "recordingSweepStore"
    >,
    Omit<RecordingDeps, "accountStore" | "tenantStore" | "clock"> {
  readonly accountStore: AccountStore;
  readonly tenantStore: TenantStore;
  readonly agentStore: AgentStore;
  readonly customerStore: CustomerStore;
  readonly callbackStore: CallbackStore;
  readonly peopleStore: PeopleStore;
  readonly webhookStore: WebhookStore;
  readonly gaugeStore: GaugeStore;
  readonly supabaseAdmin: SupabaseAdmin;
  readonly verifyToken: VerifyToken;
  readonly limits: Limits;
  /** The counter that all servers share. */
  readonly limitCounter: LimitCounter & { deleteExpired(): Promise<void> };
  readonly clock: SyncedClock;
  readonly log: Logger;
  /** Throws if the database can't be used. */
  readonly checkDatabase: () => Promise<void>;
  /** Returns true if the database has all that Supabase Realtime needs. */
  readonly isRealtimeSetUp: () => Promise<boolean>;
  /** Returns the number of long polls that wait at present. */
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

/** The composed server. It does not listen yet. */
export interface App {
  readonly http: Express;
  readonly routes: readonly Route[];
  readonly engine: CallEngine;
  readonly sweeper: Sweeper;
  readonly metrics: Metrics;
  /** Ends open polls and the jobs. Requests that are being handled continue. */
  stop(): Promise<void>;
}

export function createApp(deps: AppDeps): App {
  const { settings } = deps;
  const metrics = createMetrics({ openPolls: deps.openPolls, gaugeStore: deps.gaugeStore });
  const services = createServices(deps, metrics);
  const { engine, webhooks } = services;
  const sweeper = engine.sweeper(jobsOf(deps, services));
  let stopping = false;
  const routes = [...routesOf(services), ...readinessRoutes(deps, () => stopping)];
  return {
    engine,
    routes,
    sweeper,
    metrics,
    http: createHttp(deps, metrics, {
      routes: [...routes, openApiRoute(routes, settings.version)],
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

type Services = ReturnType<typeof createServices>;

function createServices(deps: AppDeps, metrics: Metrics) {
  const { clock, log, settings, accountStore, tenantStore } = deps;
  const settingsOf = (tenantId: string) => tenantStore.settings(tenantId);
  const engine = composeCalls({
    ...deps,
    directory: accountStore,
    settingsOf,
    callChanged: metrics.callChanged,
    eventHeard: metrics.eventHeard,
    mediaRepaired: metrics.mediaRepaired,
  });
  const provisioning = createProvisioning({
    store: accountStore,
    admin: deps.supabaseAdmin,
    clock,
    log,
  });
  const recordings = composeRecordings(deps, engine);
  return {
    engine,
    recordings,
    provisioning,
    webhooks: createWebhooksService({
      store: deps.webhookStore,
      calls: engine.calls,
      mediaCheck: engine.mediaCheck,
      clock,
      log,
    }),
    accounts: createAccountsService({ provisioning, signUpOpen: settings.signUpOpen }),
    profiles: createProfileService({
      addressesOf: settingsOf,
      isRealtimeSetUp: reuseFor(realtimeCheckIntervalMs, deps.isRealtimeSetUp),
    }),
    ...composePeople(deps, engine, provisioning, recordings.deleteObjects),
    agents: createAgentsService({
      store: deps.agentStore,
      liveCalls: engine.queries,
      queue: engine.router,
      clock,
      log,
    }),
    callbacks: createCallbacksService(deps.callbackStore, clock),
    customers: createCustomersService(deps.customerStore),
    people: createPeopleService(deps.peopleStore),
    echoTests: createEchoTestsService({ media: deps.media, clock }),
    notes: createNotesService({
      store: deps.notesStore,
      dispositionsOf: async (tenantId) => (await settingsOf(tenantId)).dispositions,
      clock,
    }),
  };
}

/** The jobs that run beside those of the calls. */
const jobsOf = (
  { clock, limitCounter }: AppDeps,
  { webhooks, provisioning, closeAccounts, echoTests, recordings }: Services,
): readonly Job[] => [
  ...recordings.jobs,
  { name: "clock", intervalMs: 10_000, run: clock.synchronise },
  { name: "webhooks", intervalMs: 5_000, run: webhooks.catchUp },
  { name: "echo tests", intervalMs: 0, isSlow: true, run: echoTests.endExpired },
  {
    name: "unfinished accounts",
    intervalMs: 60_000,
    isSlow: true,
    run: async () => void (await provisioning.sweep()),
  },
  { name: "accounts of removed people", intervalMs: 60_000, isSlow: true, run: closeAccounts },
  { name: "old rate limits", intervalMs: 600_000, run: () => limitCounter.deleteExpired() },
];

const routesOf = (services: Services): readonly Route[] => [
  ...services.engine.routes,
  ...accountRoutes(services.accounts, services.profiles),
  ...tenantRoutes(services.tenants, services.team, services.invitations),
  ...agentRoutes(services.agents),
  ...callbackRoutes(services.callbacks),
  ...echoTestRoutes(services.echoTests),
  ...notesRoutes(services.notes),
  ...peopleRoutes(services.people),
  ...services.recordings.routes,
  ...customerRoutes(services.customers, services.customerRemoval),
];

const readinessRoutes = (
  { checkDatabase, media }: AppDeps,
  isStopping: () => boolean,
): readonly Route[] => healthRoutes({ checkDatabase, checkMedia: () => media.check(), isStopping });

function createHttp(
  { accountStore, clock, limits, limitCounter, log, reads, settings, verifyToken }: AppDeps,
  metrics: Metrics,
  handlers: Pick<ApiDeps, "routes" | "raw">,
): Express {
  const rateLimiter = createRateLimiter({
    limits,
    counter: limitCounter,
    clock,
    pause,
    log,
    onRefused: metrics.rateLimited,
  });
  const origins = createOrigins(accountStore, clock, settings.ownOrigins);
  const findEndsCall = createFindEndsCall({ directory: accountStore, reads, clock, pause });
  return createApi({
    ...handlers,
    log,
    cors: origins.cors,
    authenticate: createAuthenticate(verifyToken, accountStore, origins, rateLimiter, findEndsCall),
    rateLimiter,
    trustProxy: settings.trustProxy,
    observe: metrics.observeRequests,
  });
}
