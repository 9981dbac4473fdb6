import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { PartSpec } from "../processes/stack-process.ts";
import {
  type StackSettings,
  databaseUrl,
  listeners,
  localKeys,
  root,
  urlsOf,
} from "../settings/settings.ts";

/** The processes of the stack, in the order in which they start. */
export const partNames = ["postgres", "gateway", "livekit", "server", "pages"] as const;
export type PartName = (typeof partNames)[number];

const entry = (name: string) => fileURLToPath(new URL(`entries/${name}.ts`, import.meta.url));

/** What every part gets by environment: ports and data folder. */
function commonEnv({ ports, dataDir }: StackSettings): NodeJS.ProcessEnv {
  const moved = Object.entries(listeners).map(([name, { setting }]) => [
    setting,
    String(ports[name as keyof typeof listeners]),
  ]);
  return { ...Object.fromEntries(moved), SYNAPSE_DATA_DIR: dataDir };
}

/** The environment of this product's own server: what an operator would write into `.env`. */
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
    CONSOLE_URL: urls.console,
    DEPLOYMENT: "local",
    SIGNUP: "open",
    HOST: "127.0.0.1",
    PORT: String(settings.ports.server),
  };
}

/** The environment of the migration runner and of the demo seed, which work as the database's owner. */
export async function ownerEnv(settings: StackSettings): Promise<NodeJS.ProcessEnv> {
  return {
    ...commonEnv(settings),
    ...(await serverEnv(settings)),
    MIGRATE_DATABASE_URL: await databaseUrl(settings, "postgres"),
  };
}

export interface PartOptions {
  readonly livekitBinary: string;
  /** For tests: the database flushes nothing to disk. */
  readonly fast: boolean;
}

export function partSpecs(
  settings: StackSettings,
  options: PartOptions,
): Record<PartName, PartSpec> {
  const env = commonEnv(settings);
  const own = (name: PartName, more: NodeJS.ProcessEnv = {}, stopTimeoutMs = 6_000): PartSpec => ({
    name,
    script: entry(name),
    env: async () => ({ ...env, ...more }),
    readyTimeoutMs: 60_000,
    stopTimeoutMs,
  });
  const readyz = `${urlsOf(settings.ports).api}/readyz`;
  return {
    postgres: {
      ...own("postgres", options.fast ? { SYNAPSE_FAST_DATABASE: "1" } : {}, 22_000),
      endsOwnRemains: true,
    },
    gateway: own("gateway"),
    livekit: own("livekit", { LIVEKIT_SERVER_BIN: options.livekitBinary }, 8_000),
    server: {
      ...own("server"),
      script: join(root, "server/src/main.ts"),
      env: async () => ({ ...env, ...(await serverEnv(settings)) }),
      ready: async () => (await fetch(readyz, { signal: AbortSignal.timeout(2_000) })).ok,
    },
    pages: own("pages"),
  };
}
