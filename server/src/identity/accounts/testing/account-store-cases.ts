import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { AccountStore, NewPerson } from "../account-store.ts";

const now = Date.parse("2026-03-01T10:00:00.000Z");

/** Cases that the account stores in PostgreSQL and in memory both pass. */
export function accountStoreCases(create: () => Promise<AccountStore> | AccountStore): void {
  let store: AccountStore;
  let id: string;
  const carl = (tenantId: string): NewPerson => ({
    tenant: { id: tenantId },
    firstName: "Carl",
    lastName: "Customer",
    email: `${id}@customer.test`,
    role: null,
  });
  const ada: NewPerson = {
    tenant: { name: "Acme" },
    firstName: "Ada",
    lastName: "Admin",
    email: "ada@acme.test",
    role: "ADMIN",
  };

  beforeEach(async () => {
    store = await create();
    id = randomUUID();
  });

  it("makes a tenant with its first person, and finds them", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    expect(await store.find(id)).toEqual({
      userId: id,
      tenantId,
      tenantName: "Acme",
      type: "CRM_USER",
      role: "ADMIN",
      firstName: "Ada",
      lastName: "Admin",
      portalCustomerId: null,
      allowedOrigins: [],
    });
  });

  it("adds a customer to a tenant, with a row of their own", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    id = randomUUID();
    await store.addPending(id, "carl@customer.test", now);
    expect(await store.finish(id, carl(tenantId), now)).toEqual({ tenantId });
    expect(await store.find(id)).toMatchObject({
      type: "PORTAL_CUSTOMER",
      role: null,
      tenantId,
      portalCustomerId: expect.any(String),
    });
  });

  it("finds nobody under an unknown id", async () => {
    expect(await store.find(id)).toBeNull();
  });

  it("finishes once", async () => {
    await store.addPending(id, ada.email, now);
    expect(await store.finish(id, ada, now)).not.toBeNull();
    expect(await store.finish(id, ada, now)).toBeNull();
    expect(await store.abandon(id, now)).toBe(false);
  });

  it("finishes nothing that was abandoned", async () => {
    await store.addPending(id, ada.email, now);
    expect(await store.abandon(id, now)).toBe(true);
    expect(await store.abandon(id, now)).toBe(true);
    expect(await store.finish(id, ada, now)).toBeNull();
    expect(await store.find(id)).toBeNull();
  });

  it("keeps nothing of a finish that fails", async () => {
    await store.addPending(id, ada.email, now);
    await expect(store.finish(id, carl(randomUUID()), now)).rejects.toThrow(Error);
    expect(await store.find(id)).toBeNull();
    expect(await store.abandon(id, now)).toBe(true);
  });

  it("takes in a user of no tenant, and changes them when they join again", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    id = randomUUID();
    expect(await store.findMembership(id)).toBeNull();
    expect(await store.join(id, carl(tenantId), tenantId, now)).toBe(true);
    expect(await store.findMembership(id)).toEqual({
      tenantId,
      type: "PORTAL_CUSTOMER",
      isActive: true,
    });
    expect(await store.join(id, { ...carl(tenantId), lastName: "New" }, tenantId, now)).toBe(true);
    expect(await store.find(id)).toMatchObject({ lastName: "New", tenantId, role: null });
  });

  it("refuses the tokens that a user got before they joined, if it is told to", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    expect(await store.find(id, 0)).not.toBeNull();
    id = randomUUID();
    const options = { tokensValidFrom: now + 1_000 };
    expect(await store.join(id, carl(tenantId), tenantId, now, options)).toBe(true);
    expect(await store.find(id, now + 999)).toBeNull();
    expect(await store.find(id, now + 1_000)).toMatchObject({ userId: id });
    expect(await store.find(id)).toMatchObject({ userId: id });
    expect(await store.join(id, carl(tenantId), tenantId, now)).toBe(true);
    expect(await store.find(id, now + 999)).toBeNull();
  });

  it("takes in nobody of another tenant, of another type, or who is pending", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    expect(await store.join(id, carl(tenantId), tenantId, now)).toBe(false);
    const other = randomUUID();
    await store.addPending(other, ada.email, now);
    expect(await store.findMembership(other)).toBe("pending");
    expect(await store.join(other, carl(tenantId), tenantId, now)).toBe(false);
    const elsewhere = (await store.finish(other, ada, now))!.tenantId;
    expect(elsewhere).not.toBe(tenantId);
    expect(await store.join(other, ada, tenantId, now)).toBe(false);
    expect(await store.find(other)).toMatchObject({ tenantId: elsewhere });
  });

  it("lists what has been pending since before a time", async () => {
    await store.addPending(id, ada.email, now - 2000);
    expect(await store.pendingBefore(now - 2000, 10)).not.toContain(id);
    expect(await store.pendingBefore(now - 1999, 10)).toContain(id);
    await store.removePending(id);
    expect(await store.pendingBefore(now, 10)).not.toContain(id);
  });

  it("knows invited people until their first request", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    expect(await store.find(id)).not.toHaveProperty("isInvited");
    expect(await store.findInvited(tenantId, id)).toBeNull();
    expect(await store.tenantName(tenantId)).toBe("Acme");
    const alex = id;
    id = randomUUID();
    await store.addPending(id, "carl@customer.test", now);
    await store.finish(id, carl(tenantId), now);
    expect(await store.find(id)).toMatchObject({ isInvited: true });
    expect(await store.findInvited(tenantId, id)).toEqual({
      userId: id,
      email: `${id}@customer.test`,
    });
    expect(await store.findInvited(randomUUID(), id)).toBeNull();
    await store.invitedAgain(id, now);
    await store.markJoined(id);
    await store.markJoined(alex);
    expect(await store.find(id)).not.toHaveProperty("isInvited");
    expect(await store.revoke(tenantId, id, now)).toBe(false);
    expect(await store.find(id)).not.toBeNull();
  });

  it("forgets a person whose invitation is revoked, and has their account deleted", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    id = randomUUID();
    await store.addPending(id, "carl@customer.test", now);
    await store.finish(id, carl(tenantId), now);
    expect(await store.revoke(randomUUID(), id, now)).toBe(false);
    expect(await store.revoke(tenantId, id, now)).toBe(true);
    expect(await store.find(id)).toBeNull();
    expect(await store.findMembership(id)).toBe("pending");
    expect(await store.pendingBefore(1_000, 1_000)).toContain(id);
    expect(await store.revoke(tenantId, id, now)).toBe(false);
  });

  it("knows whose account is theirs", async () => {
    await store.addPending(id, ada.email, now);
    const { tenantId } = (await store.finish(id, ada, now))!;
    expect(await store.ownsAccount(id)).toBe(true);
    const other = randomUUID();
    expect(await store.ownsAccount(other)).toBe(false);
    await store.join(other, carl(tenantId), tenantId, now, { ownsAccount: false });
    expect(await store.ownsAccount(other)).toBe(false);
    // It was there before, so it stays a foreign one when they join again.
    await store.join(other, carl(tenantId), tenantId, now);
    expect(await store.ownsAccount(other)).toBe(false);
    expect(await store.accountClosed(id)).toBe(false);
  });
}
