import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { readPassword } from "../postgres/data-folder.ts";

/** The repository's folder. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Every port of the stack: its name in messages, its default, and the variable that changes it. */
export const listeners = {
  postgres: { name: "PostgreSQL", setting: "SYNAPSE_PG_PORT", port: 54322, protocol: "tcp" },
  gateway: {
    name: "the Supabase gateway",
    setting: "SYNAPSE_GATEWAY_PORT",
    port: 54321,
    protocol: "tcp",
  },
  livekit: { name: "LiveKit", setting: "SYNAPSE_LIVEKIT_PORT", port: 7880, protocol: "tcp" },
  livekitUdp: {
    name: "LiveKit media over UDP",
    setting: "SYNAPSE_LIVEKIT_UDP_PORT",
    port: 7882,
    protocol: "udp",
  },
  server: { name: "the server", setting: "SYNAPSE_SERVER_PORT", port: 3001, protocol: "tcp" },
  console: { name: "the console", setting: "SYNAPSE_CONSOLE_PORT", port: 5173, protocol: "tcp" },
  portal: { name: "the demo portal", setting: "SYNAPSE_PORTAL_PORT", port: 5174, protocol: "tcp" },
} as const;

export type Listener = keyof typeof listeners;
export type StackPorts = Readonly<Record<Listener, number>>;

/**
 * Keys of the embedded stack. They are not secret: everything listens on 127.0.0.1 and contains
 * demo data only. Production has its own keys.
 */
export const localKeys = {
  supabasePublishable: "sb_publishable_local",
  supabaseSecret: "sb_secret_local",
  livekitKey: "synapse_local",
  livekitSecret: "synapse-local-livekit-secret-valid-here-only",
  invitationSecret: "synapse-local-invitation-secret-valid-here-only",
  recordingKeys: `local:${Buffer.from("synapse-local-recording-key-here").toString("base64")}`,
} as const;

export interface StackSettings {
  readonly ports: StackPorts;
  /** Contains the database, the logs and the records of running processes. */
  readonly dataDir: string;
}

const Port = v.pipe(
  v.string(),
  v.regex(/^\d+$/u),
  v.transform(Number),
  v.minValue(1),
  v.maxValue(65_535),
);

/** Reads ports and data folder from the environment. Throws with the name of a wrong variable. */
export function settingsFromEnv(env: NodeJS.ProcessEnv): StackSettings {
  const ports = Object.fromEntries(
    Object.entries(listeners).map(([listener, { setting, port }]) => {
      const parsed = v.safeParse(v.optional(Port, String(port)), env[setting] || undefined);
      if (!parsed.success)
        throw new Error(`${setting} must be a port (1 to 65535), not "${env[setting]}".`);
      return [listener, parsed.output];
    }),
  ) as Record<Listener, number>;
  return { ports, dataDir: resolve(env["SYNAPSE_DATA_DIR"] || join(root, ".local")) };
}

/**
 * Returns the connection string of a role. The stack's PostgreSQL must have started once, because
 * the first start creates the password.
 */
export async function databaseUrl(
  { ports, dataDir }: StackSettings,
  role: string,
): Promise<string> {
  const password = encodeURIComponent(await readPassword(join(dataDir, "postgres")));
  return `postgresql://${role}:${password}@127.0.0.1:${ports.postgres}/postgres`;
}

/** Returns the addresses of the stack's services. */
export function urlsOf(ports: StackPorts) {
  const http = (port: number) => `http://127.0.0.1:${port}`;
  return {
    console: http(ports.console),
    crm: `${http(ports.console)}/crm/`,
    portal: http(ports.portal),
    api: http(ports.server),
    supabase: http(ports.gateway),
    livekit: `ws://127.0.0.1:${ports.livekit}`,
    livekitApi: http(ports.livekit),
  };
}

export type StackUrls = ReturnType<typeof urlsOf>;
