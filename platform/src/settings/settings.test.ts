import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { KeysSetting } from "../sealing/keys-setting.ts";
import { createStorage, StorageSettings } from "../object-storage/storage-settings.ts";
import { ConfigError, countOf, readSettings, Secret } from "./settings.ts";

const storage = (env: Readonly<Record<string, string>>) =>
  readSettings(StorageSettings, env, "recorder");

describe("settings from the environment", () => {
  it("name what is missing or wrong, and never its value", () => {
    const schema = v.object({ ONE: Secret, TWO: countOf("calls"), THREE: v.optional(Secret) });
    const read = () => readSettings(schema, { TWO: "-my-value", THREE: "" }, "recorder");
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(
      "The recorder can't start: ONE is missing; TWO must be a number of calls.",
    );
  });
});

describe("the settings of the storage", () => {
  it("are a folder by default", async () => {
    expect(storage({})).toEqual({ RECORDING_STORAGE: "disk", RECORDING_FOLDER: "recordings" });
    const made = await createStorage(storage({ RECORDING_FOLDER: "/nowhere/at/all" }));
    await expect(made.size("a")).rejects.toMatchObject({ code: "not_found" });
  });

  it("can be a bucket of S3, or of a service like it", async () => {
    expect(storage({ RECORDING_STORAGE: "s3" })).toEqual({
      RECORDING_STORAGE: "s3",
      RECORDING_BUCKET: "recordings",
      RECORDING_S3_REGION: "us-east-1",
      RECORDING_S3_PATH_STYLE: false,
    });
    const made = await createStorage(
      storage({
        RECORDING_STORAGE: "s3",
        RECORDING_S3_ENDPOINT: "http://127.0.0.1:1/",
        RECORDING_S3_PATH_STYLE: "true",
        RECORDING_S3_ACCESS_KEY_ID: "id",
        RECORDING_S3_SECRET_ACCESS_KEY: "secret",
      }),
    );
    await expect(made.put("a", Buffer.of(1))).rejects.toMatchObject({ code: "unavailable" });
  });

  it("can be a bucket of Supabase Storage", async () => {
    expect(() => storage({ RECORDING_STORAGE: "supabase" })).toThrow(
      "SUPABASE_URL is missing; SUPABASE_SERVICE_ROLE_KEY is missing",
    );
    const project = { SUPABASE_URL: "http://127.0.0.1:1", SUPABASE_SERVICE_ROLE_KEY: "key" };
    const made = await createStorage(storage({ RECORDING_STORAGE: "supabase", ...project }));
    await expect(made.put("a", Buffer.of(1))).rejects.toMatchObject({ code: "unavailable" });
  });

  it("can be nothing else", () => {
    expect(() => storage({ RECORDING_STORAGE: "tape" })).toThrow(
      "RECORDING_STORAGE must be disk, s3 or supabase",
    );
  });
});

it("the keys of recordings are read, and their message contains none", () => {
  const schema = v.object({ RECORDING_KEYS: KeysSetting });
  const read = (keys: string) => readSettings(schema, { RECORDING_KEYS: keys }, "recorder");
  const key = Buffer.alloc(32, 7).toString("base64");
  expect(read(`2027:${key}`).RECORDING_KEYS.wrap).toBeTypeOf("function");
  expect(() => read("2027:secret")).toThrow(/RECORDING_KEYS must be id:key(?!.*secret)/u);
});
