import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { createSupabaseStorage, type SupabaseSettings } from "./supabase-storage.ts";
import {
  failsWith,
  listAndRemovePages,
  objectStorageCases,
  textOfRefusal,
} from "./testing/object-storage-cases.ts";

const secretKey = "sb_secret_local";

describe("a storage in a bucket of the gateway's Supabase Storage", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    const { error } = await gateway.admin().storage.createBucket("recordings");
    if (error) throw error;
  });
  afterAll(() => gateway?.stop());
  const create = (more: Partial<SupabaseSettings> = {}) =>
    createSupabaseStorage({ url: gateway.url, key: secretKey, bucket: "recordings", ...more });
  const content = Buffer.from("content");

  objectStorageCases(create, () => create({ url: "http://127.0.0.1:1" }));

  it("lists and deletes more objects than a page has", async () => {
    const storage = create({ pageSize: 2 });
    await listAndRemovePages(storage);
    await expect(storage.size("pages/3")).rejects.toEqual(failsWith("not_found"));
  });

  it("says that its settings are wrong, with neither keys nor secrets", async () => {
    const wrong = [
      create({ bucket: "no-such-bucket" }),
      create({ key: "sb_publishable_local" }),
      create({ key: "sb_secret_wrong" }),
    ];
    for (const storage of wrong) {
      expect(await textOfRefusal(storage)).not.toMatch(/tenant|sb_|recordings/u);
      await expect(storage.size("tenant/a")).rejects.toEqual(failsWith("denied"));
    }
  });

  it("says that an object is too large for the service", async () => {
    const large = Buffer.alloc(51 * 1024 * 1024);
    await expect(create().put("tenant/large", large)).rejects.toEqual(failsWith("full"));
  });

  // The gateway speaks the same language as the service's own client.
  it("shares its objects with supabase-js", async () => {
    const bucket = gateway.admin().storage.from("recordings");
    await create().put("shared/ours", content);
    expect(await (await bucket.download("shared/ours")).data?.text()).toBe("content");
    expect((await bucket.upload("shared/theirs", "theirs")).error).toBeNull();
    expect((await bucket.upload("shared/theirs", "again")).error).toMatchObject({
      statusCode: "409",
    });
    expect(await create().size("shared/theirs")).toBe(6);
    expect((await bucket.info("shared/ours")).data).toMatchObject({ size: 7 });
    const listed = await bucket.listV2({ prefix: "shared/" });
    expect(listed.data?.objects.map(({ name }) => name)).toEqual(["shared/ours", "shared/theirs"]);
    expect((await bucket.remove(["shared/ours", "shared/theirs"])).error).toBeNull();
  });
});
