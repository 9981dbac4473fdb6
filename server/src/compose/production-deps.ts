import {
  checkRealtimeSetup,
  createDatabase,
  readDatabaseTime,
  type Database,
  type DatabaseOptions,
} from "@synapse-voice/prisma";
import type { Logger } from "pino";
import { createPrismaAccountStore } from "../identity/accounts/prisma-account-store.ts";
import { createDatabaseClock, type SyncedClock } from "@synapse-voice/platform/clock";
import { createInvitationSigner } from "../calls/service/start/invitation.ts";
import { createLivekitMediaServer } from "@synapse-voice/platform/media-server";
import { createStorage } from "@synapse-voice/platform/object-storage";
import { createPostgresWakeUps } from "@synapse-voice/platform/database";
import { checkProject, type ProjectProblem } from "../identity/supabase-admin/check-project.ts";
import { createSupabaseAdmin } from "../identity/supabase-admin/supabase-admin.ts";
import { createPrismaAgentStore } from "../agents/store/prisma-agent-store.ts";
import type { AppDeps } from "./app.ts";
import { createPrismaCallbackStore } from "../callbacks/store/prisma-callback-store.ts";
import { createPrismaPeopleStore } from "../people/store/prisma-people-store.ts";
import { createPrismaNotesStore } from "../notes/store/prisma-notes-store.ts";
import { createPrismaCallStore } from "../calls/store/prisma/prisma-call-store.ts";
import { createPrismaRoomStore } from "../calls/store/prisma/prisma-room-store.ts";
import { createPrismaSweepStore } from "../calls/store/prisma/prisma-sweep-store.ts";
import { createPrismaTransactions } from "../calls/store/prisma/prisma-transactions.ts";
import { supabaseProjectOf, type Config } from "../config.ts";
import { createPrismaCustomerStore } from "../customers/prisma-customer-store.ts";
import { createTokenVerifier } from "../platform/http/tokens/verify-token.ts";
import { createPostgresCounter } from "../platform/rate-limits/counters/postgres-counter.ts";
import { createLinkTokens } from "../recordings/link-token.ts";
import { createRecordedSound } from "../recordings/recorded-sound.ts";
import { createPrismaRecordingStore } from "../recordings/store/prisma-recording-store.ts";
import { createPrismaRecordingSweepStore } from "../recordings/store/prisma-recording-sweep-store.ts";
import { createPrismaQueueStore } from "../queue/store/prisma-queue-store.ts";
import { createPrismaGaugeStore } from "../metrics/prisma-gauge-store.ts";
import { createPrismaTenantStore } from "../settings/store/prisma-tenant-store.ts";
import { createPrismaWebhookStore } from "../webhooks/prisma-webhook-store.ts";
import serverPackage from "../../package.json" with { type: "json" };

/** The dependencies of production, with the function that closes them. */
export interface ProductionDeps {
  readonly deps: AppDeps;
  readonly database: Database;
  /** Returns the problems of the Supabase project that can be seen from here. */
  checkSupabase(): Promise<readonly ProjectProblem[]>;
  close(): Promise<void>;
}

/**
 * Makes the dependencies of production from the settings. Tests may replace the `clock` and the
 * `options` of the database.
 */
export function createProductionDeps(
  config: Config,
  log: Logger,
  clock?: SyncedClock,
  options?: Omit<DatabaseOptions, "url">,
): ProductionDeps {
  const database = createDatabase({ url: config.DATABASE_URL, ...options });
  const appClock = clock ?? createDatabaseClock(() => readDatabaseTime(database));
  const wakeUps = createPostgresWakeUps(config.DATABASE_URL, "call_events", appClock, log);
  const limitCounter = createPostgresCounter(
    config.DATABASE_URL,
    config.RATE_LIMITS,
    config.INVITATION_SECRET,
    (error) =>
      log.debug({ cause: error.message }, "a database connection of the rate limits was lost"),
  );
  const supabaseProject = supabaseProjectOf(config);
  const deps: AppDeps = {
    ...prismaStores(database, appClock),
    media: createLivekitMediaServer({
      apiUrl: config.LIVEKIT_API_URL,
      publicUrl: config.LIVEKIT_PUBLIC_URL,
      apiKey: config.LIVEKIT_API_KEY,
      apiSecret: config.LIVEKIT_API_SECRET,
      deployment: config.DEPLOYMENT,
    }),
    supabaseAdmin: createSupabaseAdmin(supabaseProject),
    verifyToken: tokenVerifier(config, appClock, log),
    signInvitation: createInvitationSigner(config.INVITATION_SECRET),
    linkTokens: createLinkTokens(config.INVITATION_SECRET),
    recordedSound: createRecordedSound({
      storage: once(() => createStorage(config.recordingStorage)),
      keys: config.RECORDING_KEYS ?? null,
    }),
    limits: config.RATE_LIMITS,
    limitCounter,
    maxCalls: config.MAX_CALLS_PER_TENANT,
    wakeUps,
    openPolls: () => wakeUps.listeners,
    checkDatabase: async () => void (await database.$queryRaw`SELECT 1`),
    isRealtimeSetUp: async () => (await checkRealtimeSetup(database)).length === 0,
    clock: appClock,
    log,
    settings: appSettings(config),
  };
  return {
    deps,
    database,
    checkSupabase: () => checkProject(supabaseProject),
    async close() {
      await wakeUps.close();
      await limitCounter.close();
      await database.$disconnect();
    },
  };
}

const prismaStores = (database: Database, clock: SyncedClock) => ({
  transactions: createPrismaTransactions(database),
  reads: (tenantId: string) => createPrismaCallStore(database, tenantId),
  sweepStore: createPrismaSweepStore(database),
  roomStore: createPrismaRoomStore(database),
  gaugeStore: createPrismaGaugeStore(database, clock),
  webhookStore: createPrismaWebhookStore(database),
  accountStore: createPrismaAccountStore(database),
  tenantStore: createPrismaTenantStore(database),
  callbackStore: createPrismaCallbackStore(database),
  notesStore: createPrismaNotesStore(database),
  customerStore: createPrismaCustomerStore(database),
  peopleStore: createPrismaPeopleStore(database),
  agentStore: createPrismaAgentStore(database),
  queueStore: createPrismaQueueStore(database),
  recordingStore: createPrismaRecordingStore(database),
  recordingSweepStore: createPrismaRecordingSweepStore(database),
});

/** Calls a function the first time only. Its later results are the first one. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

const tokenVerifier = (config: Config, clock: SyncedClock, log: Logger) =>
  createTokenVerifier(
    {
      issuers: config.SUPABASE_JWT_ISSUER ?? [`${config.SUPABASE_URL}/auth/v1`],
      jwksUrl: new URL(`${config.SUPABASE_URL}/auth/v1/.well-known/jwks.json`),
      secret: config.SUPABASE_JWT_SECRET,
    },
    clock,
    log,
  );

const appSettings = (config: Config): AppDeps["settings"] => ({
  livekitApiKey: config.LIVEKIT_API_KEY,
  livekitApiSecret: config.LIVEKIT_API_SECRET,
  ownOrigins: [new URL(config.CONSOLE_URL).origin],
  signUpOpen: config.SIGNUP === "open",
  trustProxy: config.TRUST_PROXY ?? false,
  version: serverPackage.version,
});
