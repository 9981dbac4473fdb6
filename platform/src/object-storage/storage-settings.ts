import { resolve } from "node:path";
import * as v from "valibot";
import { Text, url } from "../settings/settings.ts";
import { createDiskStorage } from "./disk-storage.ts";
import type { ObjectStorage } from "./object-storage.ts";

const Bucket = v.optional(Text, "recordings");

/** The environment variables that say where recordings are stored. */
export const StorageSettings = v.variant(
  "RECORDING_STORAGE",
  [
    v.object({
      RECORDING_STORAGE: v.optional(v.literal("disk"), "disk"),
      /** The folder that contains the objects. Server and recorder must share it. */
      RECORDING_FOLDER: v.optional(Text, "recordings"),
    }),
    v.object({
      RECORDING_STORAGE: v.literal("s3"),
      RECORDING_BUCKET: Bucket,
      RECORDING_S3_REGION: v.optional(Text, "us-east-1"),
      /** Only for services other than AWS. */
      RECORDING_S3_ENDPOINT: v.optional(url("http", "https")),
      /** True puts the bucket into the path of addresses. */
      RECORDING_S3_PATH_STYLE: v.optional(
        v.pipe(
          v.picklist(["true", "false"], "must be true or false"),
          v.transform((text) => text === "true"),
        ),
        "false",
      ),
      // Without both, the AWS SDK looks for credentials where it always does.
      RECORDING_S3_ACCESS_KEY_ID: v.optional(Text),
      RECORDING_S3_SECRET_ACCESS_KEY: v.optional(Text),
    }),
    v.object({
      RECORDING_STORAGE: v.literal("supabase"),
      RECORDING_BUCKET: Bucket,
      SUPABASE_URL: url("http", "https"),
      SUPABASE_SERVICE_ROLE_KEY: Text,
    }),
  ],
  "must be disk, s3 or supabase",
);
export type StorageSettings = v.InferOutput<typeof StorageSettings>;

/** Makes the storage of the settings. Loads only the client that it needs. */
export async function createStorage(settings: StorageSettings): Promise<ObjectStorage> {
  switch (settings.RECORDING_STORAGE) {
    case "disk":
      return createDiskStorage({ folder: resolve(settings.RECORDING_FOLDER) });
    case "s3": {
      const { createS3Storage } = await import("./s3-storage.ts");
      const { RECORDING_S3_ENDPOINT: endpoint } = settings;
      const { RECORDING_S3_ACCESS_KEY_ID: id, RECORDING_S3_SECRET_ACCESS_KEY: secret } = settings;
      return createS3Storage({
        bucket: settings.RECORDING_BUCKET,
        region: settings.RECORDING_S3_REGION,
        pathStyle: settings.RECORDING_S3_PATH_STYLE,
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(id === undefined || secret === undefined
          ? {}
          : { credentials: { accessKeyId: id, secretAccessKey: secret } }),
      });
    }
    case "supabase": {
      const { createSupabaseStorage } = await import("./supabase-storage.ts");
      return createSupabaseStorage({
        url: settings.SUPABASE_URL,
        key: settings.SUPABASE_SERVICE_ROLE_KEY,
        bucket: settings.RECORDING_BUCKET,
      });
    }
  }
}
