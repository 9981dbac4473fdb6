import { randomUUID } from "node:crypto";
import type { Customer } from "@synapse-voice/contract";
import { beforeEach, expect, it } from "vitest";
import type { CustomerStore } from "../customer-store.ts";

const now = Date.parse("2026-03-01T10:00:00.000Z");

export interface CustomerStoreSetting {
  readonly store: CustomerStore;
  readonly addTenant: () => Promise<string>;
  readonly add: (tenantId: string, customer: Customer) => Promise<void>;
}

/** Cases that every customer store passes. */
export function customerStoreCases(create: () => CustomerStoreSetting): void {
  let setting: CustomerStoreSetting;
  let tenantId: string;
  const add = (
    firstName: string,
    lastName: string,
    email = `${randomUUID()}@customer.test`,
    tenant = tenantId,
  ) =>
    setting.add(tenant, {
      supabaseUserId: randomUUID(),
      firstName,
      lastName,
      email,
      phone: null,
    });
  const find = async (...words: string[]) =>
    (await setting.store.find(tenantId, words, 20)).map((customer) => customer.firstName);

  beforeEach(async () => {
    setting = create();
    tenantId = await setting.addTenant();
    await add("Carl", "Customer", "carl@customer.test");
    await add("Dora", "Customer", "dora@customer.test");
    await add("Eve", "100%_Co\\", "eve@other.test");
  });

  it("finds everybody without a word, by last name", async () => {
    expect(await find()).toEqual(["Eve", "Carl", "Dora"]);
  });

  it("finds by part of a name or email, whatever its case", async () => {
    expect(await find("ORA")).toEqual(["Dora"]);
    expect(await find("@other")).toEqual(["Eve"]);
  });

  it("wants every word", async () => {
    expect(await find("customer", "carl")).toEqual(["Carl"]);
    expect(await find("carl", "dora")).toEqual([]);
  });

  it.each(["%", "_", "\\"])("takes %s for itself, not for a wildcard", async (sign) => {
    expect(await find(sign)).toEqual(["Eve"]);
  });

  it("finds nobody of another tenant", async () => {
    await add("Gina", "Customer", "gina@customer.test", await setting.addTenant());
    expect(await find("gina")).toEqual([]);
  });

  it("stops at the limit", async () => {
    expect(await setting.store.find(tenantId, [], 2)).toHaveLength(2);
  });

  it("tells names, email and id, and nothing else", async () => {
    expect(await setting.store.find(tenantId, ["carl"], 1)).toEqual([
      {
        supabaseUserId: expect.any(String),
        firstName: "Carl",
        lastName: "Customer",
        email: "carl@customer.test",
        phone: null,
      },
    ]);
  });

  it("changes and removes the phone number of an active customer of the tenant", async () => {
    const { store } = setting;
    const [carl] = (await store.find(tenantId, ["carl"], 1)) as [Customer];
    const id = carl.supabaseUserId;
    const phone = "+4930123456";
    expect(await store.change(tenantId, id, { phone })).toEqual({ ...carl, phone });
    expect(await store.change(tenantId, id, {})).toEqual({ ...carl, phone });
    expect(await store.find(tenantId, ["carl"], 1)).toEqual([{ ...carl, phone }]);
    expect(await store.change(tenantId, id, { phone: null })).toEqual(carl);
    expect(await store.change(await setting.addTenant(), id, { phone })).toBeNull();
    expect(await store.change(tenantId, randomUUID(), { phone })).toBeNull();
    await store.remove(tenantId, id, now);
    expect(await store.change(tenantId, id, { phone })).toBeNull();
    expect(await store.removed(tenantId, 20)).toEqual([carl]);
  });

  it("lists removed customers, the last one first, until they are erased", async () => {
    const { store } = setting;
    const [carl, dora] = (await store.find(tenantId, ["customer"], 20)) as [Customer, Customer];
    expect(await store.remove(tenantId, carl.supabaseUserId, now)).toBe(true);
    expect(await store.remove(tenantId, carl.supabaseUserId, now + 5)).toBe(true);
    expect(await store.remove(tenantId, dora.supabaseUserId, now + 1)).toBe(true);
    expect(await find()).toEqual(["Eve"]);
    expect(await store.removed(tenantId, 20)).toEqual([dora, carl]);
    expect(await store.removed(tenantId, 1)).toEqual([dora]);
    expect(await store.erase(tenantId, dora.supabaseUserId, "alex", now)).toBe(true);
    expect(await store.removed(tenantId, 20)).toEqual([carl]);
    expect(await store.erase(tenantId, dora.supabaseUserId, "alex", now)).toBe(false);
    expect(await store.remove(tenantId, dora.supabaseUserId, now)).toBe(false);
  });

  it("erases nobody who was not removed, and nobody of another tenant", async () => {
    const { store } = setting;
    const [carl] = (await store.find(tenantId, ["carl"], 1)) as [Customer];
    const other = await setting.addTenant();
    expect(await store.erase(tenantId, carl.supabaseUserId, "alex", now)).toBe(false);
    expect(await store.remove(other, carl.supabaseUserId, now)).toBe(false);
    await store.remove(tenantId, carl.supabaseUserId, now);
    expect(await store.erase(other, carl.supabaseUserId, "alex", now)).toBe(false);
    expect(await store.removed(other, 20)).toEqual([]);
  });
}
