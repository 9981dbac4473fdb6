import pino from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import {
  createFakeSupabaseAdmin,
  type FakeSupabaseAdmin,
} from "../supabase-admin/fake-supabase-admin.ts";
import { createAccountsService } from "./accounts-service.ts";
import { createFakeAccountStore, type FakeAccountStore } from "./fake-account-store.ts";
import { createProvisioning, type Provisioning } from "./provisioning.ts";

const request = {
  email: "ada@acme.test",
  password: "long enough",
  firstName: "Ada",
  lastName: "Admin",
  tenantName: "Acme",
};

describe("inviting", () => {
  let admin: FakeSupabaseAdmin;
  let store: FakeAccountStore;
  let clock: FakeClock;
  let provisioning: Provisioning;
  const accounts = () => createAccountsService({ provisioning, signUpOpen: true });
  const signUp = () => accounts().signUp(request);
  /** Signs up, and confirms the address as the link in the mail does. */
  const signUpAndConfirm = async () => {
    const account = await signUp();
    admin.confirmed.add(account.supabaseUserId);
    return account;
  };
  const graceOf = (tenantId: string) =>
    ({
      tenant: { id: tenantId },
      firstName: "Grace",
      lastName: "Agent",
      email: "grace@acme.test",
      role: "AGENT",
    }) as const;
  /** Removes a person from the tenant. The account stays open. */
  const remove = (userId: string) => {
    store.removed.set(userId, store.people.get(userId)!);
    store.people.delete(userId);
  };
  /** Checks that each Supabase user has a person, and each person a Supabase user. */
  const expectConsistent = () => {
    expect([...admin.users.keys()]).toEqual([...store.people.keys()]);
    expect(store.tenants.size).toBe(store.people.size);
    expect(store.pending.size).toBe(0);
  };

  beforeEach(() => {
    admin = createFakeSupabaseAdmin();
    store = createFakeAccountStore();
    clock = createFakeClock();
    provisioning = createProvisioning({ store, admin, clock, log: pino({ level: "silent" }) });
  });

  it("invites without a password, and takes the account back when the mail cannot be sent", async () => {
    const { tenantId } = await signUp();
    const grace = graceOf(tenantId);
    admin.failNext("invite", "before");
    await expect(provisioning.provision(grace)).rejects.toMatchObject({
      code: "accounts_unavailable",
    });
    expect(admin.users.size).toBe(1);
    await provisioning.provision(grace);
    expect(admin.invited).toEqual(["grace@acme.test"]);
    expect(store.people.size).toBe(2);
  });

  it.each(["mail_failed", "mail_limit_reached", "mail_not_allowed", "email_invalid"] as const)(
    "answers an invitation with %s where that is why no mail was sent",
    async (failure) => {
      const { tenantId } = await signUp();
      admin.failNext("invite", "before", failure);
      const grace = { firstName: "Grace", lastName: "Agent", email: "grace@acme.test" };
      await expect(
        provisioning.provision({ ...grace, tenant: { id: tenantId }, role: "AGENT" }),
      ).rejects.toMatchObject({ code: failure });
      expect(admin.users.size).toBe(1);
      clock.advance(301_000);
      await provisioning.sweep();
      expectConsistent();
    },
  );

  it("invites somebody whose address a stranger had signed up with", async () => {
    const { tenantId } = await signUpAndConfirm();
    const grace = graceOf(tenantId);
    const stranger = await accounts().signUp({
      ...request,
      email: grace.email,
      tenantName: "Strangers",
    });
    const { userId } = await provisioning.provision(grace);
    expect(admin.users.has(stranger.supabaseUserId)).toBe(false);
    expect(store.people.get(userId)).toMatchObject({ tenantId, role: "AGENT" });
    expect(admin.invited).toEqual([grace.email]);
  });

  it("trusts a confirmed account only if the project confirms addresses by mail", async () => {
    const { tenantId } = await signUpAndConfirm();
    const stranger = { id: "stranger", email: "grace@acme.test", password: "the stranger's" };
    await admin.createUser(stranger);
    admin.setAutoconfirm(true);
    const grace = { firstName: "Grace", lastName: "Agent", email: stranger.email } as const;
    const invite = () =>
      provisioning.provision({ ...grace, tenant: { id: tenantId }, role: "AGENT" });
    expect(await invite()).toEqual({ userId: stranger.id, tenantId, hadAccount: false });
    expect(admin.users.get(stranger.id)?.password).not.toBe(stranger.password);
    expect(admin.passwordLinks).toEqual([stranger.email]);
    await expect(invite()).rejects.toMatchObject({ code: "email_exists" });
    remove(stranger.id);
    expect(await invite()).toMatchObject({ hadAccount: true });
    expect(admin.passwordLinks).toHaveLength(1);
  });

  it("confirms invited people at once where a stranger's sign-up would take their account", async () => {
    const { tenantId } = await signUpAndConfirm();
    admin.setAutoconfirm(true);
    const grace = { firstName: "Grace", lastName: "Agent", email: "grace@acme.test" } as const;
    const { userId } = await provisioning.provision({
      ...grace,
      tenant: { id: tenantId },
      role: "AGENT",
    });
    expect(admin.confirmed.has(userId)).toBe(true);
    expect(admin.users.get(userId)?.password).toBe(`unknown-${userId}`);
    expect([admin.passwordLinks, admin.invited]).toEqual([[grace.email], []]);
  });

  it.each(["reopenUser", "endSessions", "resetPassword", "invite"] as const)(
    "leaves the account of a removed person closed if %s fails",
    async (method) => {
      const { tenantId } = await signUpAndConfirm();
      const grace = graceOf(tenantId);
      const { userId } = await provisioning.provision(grace);
      if (method === "endSessions") admin.confirmed.add(userId);
      remove(userId);
      await admin.closeUser(userId);
      // The reply that the account is open may get lost.
      admin.failNext(method, method === "reopenUser" ? "after" : "before", "mail_failed");
      await expect(provisioning.provision(grace)).rejects.toMatchObject({ code: "mail_failed" });
      expect(admin.banned.has(userId)).toBe(true);
      await provisioning.provision(grace);
      expect(admin.banned.has(userId)).toBe(false);
    },
  );

  it.each([-60_000, 60_000])(
    "refuses the tokens of before a removal, where the server's clock is %i ms wrong",
    async (error) => {
      const { tenantId } = await signUpAndConfirm();
      const grace = graceOf(tenantId);
      const { userId } = await provisioning.provision(grace);
      admin.confirmed.add(userId);
      remove(userId);
      const second = Math.floor((clock.now() - error) / 1000) * 1000;
      admin.setAuthTime(second);
      expect(await provisioning.provision(grace)).toMatchObject({ userId, hadAccount: true });
      expect(await store.find(userId, second)).toBeNull();
      expect(await store.find(userId, second + 1000)).toMatchObject({ userId });
    },
  );
});
