import { StorageSettings } from "@synapse-voice/platform/object-storage";
import { KeysSetting } from "@synapse-voice/platform/sealing";
import {
  countOf,
  LogLevel,
  Port,
  readSettings,
  Secret,
  Text,
  url,
} from "@synapse-voice/platform/settings";
import * as v from "valibot";

/** The environment variables that hold the settings, without those of the storage. */
const Settings = v.object({
  DATABASE_URL: url("postgres", "postgresql"),
  LIVEKIT_API_URL: url("http", "https"),
  LIVEKIT_API_KEY: Text,
  LIVEKIT_API_SECRET: Secret,
  /** The same keys as those of the server. */
  RECORDING_KEYS: KeysSetting,
  /** The most calls that one process records at a time. */
  RECORDER_CALLS: v.optional(countOf("calls"), "20"),
  /** Number of calls after which a process is replaced, because its native memory grows with each. */
  RECORDER_CALLS_PER_PROCESS: v.optional(countOf("calls"), "300"),
  RECORDER_METRICS_PORT: v.optional(Port),
  LOG_LEVEL: v.optional(LogLevel, "info"),
});

const Config = v.intersect([Settings, StorageSettings]);
export type Config = v.InferOutput<typeof Config>;

/** Reads the settings from the environment. An empty variable counts as missing. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config =>
  readSettings(Config, env, "recorder");
