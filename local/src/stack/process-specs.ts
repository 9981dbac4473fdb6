import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProcessSpec } from "../processes/stack-process.ts";
import {
  type StackSettings,
  databaseUrl,
  listeners,
  localKeys,
  root,
  urlsOf,
} from "../settings/settings.ts";

/** The processes of the stack. */
export const processNames = [
  "postgres",
  "gateway",
  "livekit",
  "server",
  "recorder",
  "pages",
] as const;
export type ProcessName = (typeof processNames)[number];

const entry = (name: string) => fileURLToPath(new URL(`entries/${name}.ts`, import.meta.url));

/** Returns the environment of every process: ports and data folder. */
function commonEnv({ ports, dataDir }: StackSettings): NodeJS.ProcessEnv {
  const portSettings = Object.entries(listeners).map(([name, { setting }]) => [
    setting,
    String(ports[name as keyof typeof listeners]),
  ]);
  return { ...Object.fromEntries(portSettings), SYNAPSE_DATA_DIR: dataDir };
}

/** Returns the environment of the product's server: the variables that operators put in `.env`. */
export async function serverEnv(settings: StackSettings): Promise<NodeJS.ProcessEnv> {
  const urls = urlsOf(settings.ports);
  return {
    DATABASE_URL: await databaseUrl(settings, "synapse_server"),
    SUPABASE_URL: urls.supabase,
    SUPABASE_SERVICE_ROLE_KEY: localKeys.supabaseSecret,
    LIVEKIT_API_URL: urls.livekitApi,
    LIVEKIT_PUBLIC_URL: urls.livekit,
    LIVEKIT_API_KEY: localKeys.livekitKey,
    LIVEKIT_API_SECRET: localKeys.livekitSecret,
    INVITATION_SECRET: localKeys.invitationSecret,
    ...recordingEnv(settings),
    CONSOLE_URL: urls.console,
    DEPLOYMENT: "local",
    SIGNUP: "open",
    HOST: "127.0.0.1",
    PORT: String(settings.ports.server),
  };
}

/** Returns the settings of recordings, which the server and the recorder share. */
const recordingEnv = ({ dataDir }: StackSettings) => ({
  RECORDING_KEYS: localKeys.recordingKeys,
  RECORDING_STORAGE: "disk",
  RECORDING_FOLDER: join(dataDir, "recordings"),
});

/** Returns the environment of the migrations and the demo data, which the database's owner writes. */
export async function ownerEnv(settings: StackSettings): Promise<NodeJS.ProcessEnv> {
  return {
    ...commonEnv(settings),
    ...(await serverEnv(settings)),
    MIGRATE_DATABASE_URL: await databaseUrl(settings, "postgres"),
  };
}

export interface ProcessOptions {
  readonly livekitBinary: string;
  /** For tests: the database flushes nothing to disk. */
  readonly fast: boolean;
}

export function processSpecs(
  settings: StackSettings,
  options: ProcessOptions,
): Record<ProcessName, ProcessSpec> {
  const env = commonEnv(settings);
  const spec = (
    name: ProcessName,
    more: NodeJS.ProcessEnv = {},
    stopTimeoutMs = 6_000,
  ): ProcessSpec => ({
    name,
    script: entry(name),
    env: async () => ({ ...env, ...more }),
    readyTimeoutMs: 60_000,
    stopTimeoutMs,
  });
  const readyUrl = `${urlsOf(settings.ports).api}/readyz`;
  return {
    postgres: {
      ...spec("postgres", options.fast ? { SYNAPSE_FAST_DATABASE: "1" } : {}, 22_000),
      endsOwnLeftovers: true,
    },
    gateway: spec("gateway"),
    livekit: spec("livekit", { LIVEKIT_SERVER_BIN: options.livekitBinary }, 8_000),
    server: {
      ...spec("server"),
      script: join(root, "server/src/main.ts"),
      env: async () => ({ ...env, ...(await serverEnv(settings)) }),
      ready: async () => (await fetch(readyUrl, { signal: AbortSignal.timeout(2_000) })).ok,
    },
    recorder: {
      ...spec("recorder"),
      script: join(root, "recorder/src/main.ts"),
      env: async () => ({ ...env, ...(await serverEnv(settings)) }),
      // Nothing waits for it: calls work without it.
      ready: () => Promise.resolve(true),
    },
    pages: spec("pages"),
  };
}
