import { isIP } from "node:net";
import * as v from "valibot";
import {
  countOf,
  LogLevel,
  Port,
  readSettings,
  Secret,
  Text,
  url,
} from "@synapse-voice/platform/settings";
import { StorageSettings } from "@synapse-voice/platform/object-storage";
import { KeysSetting } from "@synapse-voice/platform/sealing";
import { LimitsSetting } from "./platform/rate-limits/limits-setting.ts";

/**
 * The issuers that access tokens may name, separated by commas. `none` allows tokens that name no
 * issuer. Null stands for it.
 */
const Issuers = v.pipe(
  v.string(),
  v.transform((text) => text.split(",").map((part) => part.trim())),
  v.check((parts) => parts.every((part) => part !== ""), "must be issuers separated by commas"),
  v.transform((parts) => parts.map((part) => (part === "none" ? null : part))),
);
/**
 * The number of proxies in front of the server, such as `2`, or their addresses: `10.0.0.0/8, ::1`,
 * and the names that Express has for some, such as `loopback`.
 */
const Proxies = v.pipe(
  v.string(),
  v.transform((text) => text.split(",").map((part) => part.trim())),
  v.check(
    (parts) => (parts.length === 1 && /^\d{1,2}$/u.test(parts[0] ?? "")) || parts.every(isNetwork),
    "must be a number of proxies, or their addresses separated by commas",
  ),
  v.transform((parts) => (/^\d+$/u.test(parts[0] ?? "") ? Number(parts[0]) : parts)),
);
const isNetwork = (text: string): boolean => {
  const [address = "", bits = "0"] = text.split("/");
  return (
    ["loopback", "linklocal", "uniquelocal"].includes(text) ||
    (isIP(address) > 0 &&
      /^\d{1,3}$/u.test(bits) &&
      Number(bits) <= (isIP(address) === 4 ? 32 : 128))
  );
};

/** The environment variables that hold the settings. */
const Settings = v.object({
  DATABASE_URL: url("postgres", "postgresql"),
  SUPABASE_URL: url("http", "https"),
  SUPABASE_SERVICE_ROLE_KEY: Text,
  /** Only for projects that sign tokens with a shared secret, or did so until lately. */
  SUPABASE_JWT_SECRET: v.optional(Text),
  SUPABASE_JWT_ISSUER: v.optional(Issuers),
  LIVEKIT_API_URL: url("http", "https"),
  LIVEKIT_PUBLIC_URL: url("ws", "wss", "http", "https"),
  LIVEKIT_API_KEY: Text,
  LIVEKIT_API_SECRET: Secret,
  INVITATION_SECRET: Secret,
  PORT: v.optional(Port, "3001"),
  HOST: v.optional(Text, "127.0.0.1"),
  SIGNUP: v.optional(v.picklist(["open", "closed"], "must be open or closed"), "closed"),
  DEPLOYMENT: v.optional(Text, "default"),
  CONSOLE_URL: url("http", "https"),
  METRICS_PORT: v.optional(Port),
  /** The maximum of live calls of one tenant. */
  MAX_CALLS_PER_TENANT: v.optional(countOf("calls"), "500"),
  /** Without it, the address of a request is that of its connection, and headers are ignored. */
  TRUST_PROXY: v.optional(Proxies),
  RATE_LIMITS: v.optional(LimitsSetting, ""),
  /** The same as the recorders'. Without it, recordings can't be heard. */
  RECORDING_KEYS: v.optional(KeysSetting),
  LOG_LEVEL: v.optional(LogLevel, "info"),
});
export type Config = v.InferOutput<typeof Settings> & {
  readonly recordingStorage: StorageSettings;
};

/** Names of all environment variables that hold settings. */
export const settingNames: readonly string[] = Object.keys(Settings.entries);

/** Reads the settings from the environment. An empty variable counts as missing. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => ({
  ...readSettings(Settings, env, "server"),
  recordingStorage: readSettings(StorageSettings, env, "server"),
});

export { ConfigError } from "@synapse-voice/platform/settings";

/** Returns the Supabase project of the settings, and the page to which links in its mails lead. */
export const supabaseProjectOf = (config: Config) => ({
  url: config.SUPABASE_URL,
  serviceRoleKey: config.SUPABASE_SERVICE_ROLE_KEY,
  inviteUrl: `${config.CONSOLE_URL}/set-password`,
});
