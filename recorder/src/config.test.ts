import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

const env = {
  DATABASE_URL: "postgresql://synapse_server@db/postgres",
  LIVEKIT_API_URL: "https://livekit.example/",
  LIVEKIT_API_KEY: "key",
  LIVEKIT_API_SECRET: "a-secret-for-tests-only-with-32-characters-or-more",
  RECORDING_KEYS: `2027:${Buffer.alloc(32, 7).toString("base64")}`,
};

describe("the settings of the recorder", () => {
  it("have defaults", () => {
    expect(readConfig(env)).toMatchObject({
      LIVEKIT_API_URL: "https://livekit.example",
      RECORDER_CALLS: 20,
      RECORDER_CALLS_PER_PROCESS: 300,
      RECORDING_STORAGE: "disk",
      RECORDING_FOLDER: "recordings",
      LOG_LEVEL: "info",
    });
  });

  it("name everything that is missing or wrong", () => {
    expect(() => readConfig({ ...env, RECORDING_KEYS: "", RECORDER_CALLS: "0" })).toThrow(
      "The recorder can't start: RECORDING_KEYS is missing; RECORDER_CALLS must be a number of calls.",
    );
    expect(() => readConfig({ ...env, RECORDING_STORAGE: "tape" })).toThrow(
      "RECORDING_STORAGE must be disk, s3 or supabase",
    );
  });
});
