import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestS3, type TestS3 } from "@synapse-voice/local/testing/s3";
import { createS3Storage, type S3Settings } from "./s3-storage.ts";
import {
  listAndRemovePages,
  objectStorageCases,
  textOfRefusal,
} from "./testing/object-storage-cases.ts";

describe("a storage in a bucket of a real S3 server", () => {
  let s3: TestS3;
  beforeAll(async () => {
    s3 = await startTestS3();
  });
  afterAll(() => s3?.close());
  const create = (more: Partial<S3Settings> = {}) => {
    const { endpoint, bucket, credentials } = s3;
    return createS3Storage({
      endpoint,
      bucket,
      credentials,
      region: "us-east-1",
      pathStyle: true,
      timeoutMs: 20_000,
      ...more,
    });
  };

  objectStorageCases(create, () => create({ endpoint: "http://127.0.0.1:1" }));

  it("lists and deletes more objects than a page of the server has", async () => {
    await listAndRemovePages(create({ pageSize: 2 }));
    expect(await readdir(s3.folder)).not.toContain("pages");
  });

  it("says that its settings are wrong, with neither keys nor secrets", async () => {
    const wrongSecret = "another-secret-of-tests";
    const wrong = [
      create({ bucket: "no-such-bucket" }),
      create({ credentials: { ...s3.credentials, secretAccessKey: wrongSecret } }),
      create({ credentials: { accessKeyId: "nobody", secretAccessKey: wrongSecret } }),
    ];
    for (const storage of wrong)
      expect(await textOfRefusal(storage)).not.toMatch(/tenant|secret|nobody|test-key/u);
  });

  it("leaves no part of an upload that its caller aborts", async () => {
    const controller = new AbortController();
    async function* endless() {
      for (let at = 0; at < 9; at += 1) yield Buffer.alloc(1024 * 1024);
      controller.abort(new Error("stop"));
      await new Promise(() => undefined);
    }
    const { signal } = controller;
    await expect(create().put("aborted/a", endless(), { signal })).rejects.toThrow("stop");
    const left = async () =>
      (await readdir(s3.folder, { recursive: true })).filter((name) => name.startsWith("aborted/"));
    await expect.poll(left).toEqual([]);
  });
});
