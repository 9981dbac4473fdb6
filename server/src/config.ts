import * as v from "valibot";

const Text = v.pipe(v.string(), v.minLength(1, "must not be empty"));
const url = (...protocols: string[]) =>
  v.pipe(
    Text,
    v.check((text) => protocols.includes(URL.parse(text)?.protocol.slice(0, -1) ?? ""), `must be an address beginning with ${protocols.map((protocol) => `${protocol}://`).join(" or ")}`),
    v.transform((text) => text.replace(/\/+$/u, "")),
  );
const Secret = v.pipe(v.string(), v.minLength(32, "must have at least 32 characters"));
const Port = v.pipe(v.string(), v.regex(/^\d{1,5}$/u, "must be a port number"), v.transform(Number), v.maxValue(65_535, "must be a port number"));

/** The settings, as environment variables. */
const Settings = v.object({
  DATABASE_URL: url("postgres", "postgresql"),
  SUPABASE_URL: url("http", "https"),
  SUPABASE_SERVICE_ROLE_KEY: Text,
  /** Only for projects that sign tokens with a shared secret. */
  SUPABASE_JWT_SECRET: v.optional(Text),
  SUPABASE_JWT_ISSUER: v.optional(Text),
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
  LOG_LEVEL: v.optional(v.picklist(["fatal", "error", "warn", "info", "debug", "trace", "silent"], "must be a level of pino"), "info"),
});
export type Config = v.InferOutput<typeof Settings>;

/** A setting is missing or wrong; the message names every such variable and never holds a value. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** Reads the settings; an empty variable counts as a missing one. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const result = v.safeParse(Settings, given);
  if (result.success) return result.output;
  const lines = result.issues.map((issue) => {
    const name = v.getDotPath(issue) ?? "";
    return `${name} ${name in given ? issue.message : "is missing"}`;
  });
  throw new ConfigError(`The server can't start: ${[...new Set(lines)].join("; ")}.`);
}
