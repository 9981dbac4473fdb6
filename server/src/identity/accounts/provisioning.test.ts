import { errorCodes } from "@synapse-voice/contract";
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

describe("signing up", () => {
  let admin: FakeSupabaseAdmin;
  let store: FakeAccountStore;
  let clock: FakeClock;
  let provisioning: Provisioning;
  const signUp = () => createAccountsService({ provisioning, signUpOpen: true }).signUp(request);
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

  it("makes the account, the tenant and its first admin", async () => {
    const { supabaseUserId, tenantId } = await signUp();
    expect(admin.users.get(supabaseUserId)).toMatchObject({
      email: request.email,
      password: request.password,
    });
    expect(store.people.get(supabaseUserId)).toMatchObject({
      tenantId,
      tenantName: "Acme",
      role: "ADMIN",
    });
    expectConsistent();
  });

  it("is closed unless it was opened", async () => {
    await expect(
      createAccountsService({ provisioning, signUpOpen: false }).signUp(request),
    ).rejects.toMatchObject({ code: "signup_closed" });
    expectConsistent();
  });

  it("confirms the address by mail, and by nothing else", async () => {
    const { supabaseUserId } = await signUp();
    expect(admin.confirmations).toEqual([request.email]);
    expect([...admin.confirmed]).toEqual([]);
    expect(await admin.findUser(request.email)).toMatchObject({
      id: supabaseUserId,
      isOpenSignUp: true,
    });
  });

  it("answers the same for an email that has an account, and leaves that account alone", async () => {
    const first = await signUp();
    admin.confirmed.add(first.supabaseUserId);
    const second = await signUp();
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(second.supabaseUserId).not.toBe(first.supabaseUserId);
    expect(second.tenantId).not.toBe(first.tenantId);
    expectConsistent();
    expect(admin.users.size).toBe(1);
    expect(admin.confirmations).toEqual([request.email]);
    await expect(
      createAccountsService({ provisioning, signUpOpen: true }).signUp({
        ...request,
        password: "short",
      }),
    ).rejects.toMatchObject({ code: "weak_password" });
    expectConsistent();
  });

  it("takes the place of a sign-up whose address nobody confirmed", async () => {
    const first = await signUp();
    const second = await signUp();
    expect([...admin.users.keys()]).toEqual([second.supabaseUserId]);
    expect(second.supabaseUserId).not.toBe(first.supabaseUserId);
    expect(store.people.has(second.supabaseUserId)).toBe(true);
    expect(admin.confirmations).toEqual([request.email, request.email]);
  });

  it("makes no account that a stranger's sign-up could enter", async () => {
    admin.setAutoconfirm(true);
    const { supabaseUserId } = await signUp();
    expect([...admin.confirmed]).toEqual([supabaseUserId]);
    expect(admin.users.get(supabaseUserId)?.password).not.toBe(request.password);
    expect([admin.passwordLinks, admin.confirmations]).toEqual([[request.email], []]);
    expect((await signUp()).supabaseUserId).not.toBe(supabaseUserId);
    admin.failNext("sendPasswordLink", "before", "mail_failed");
    await createAccountsService({ provisioning, signUpOpen: true }).signUp({
      ...request,
      email: "grace@acme.test",
    });
    clock.advance(301_000);
    await provisioning.sweep();
    expectConsistent();
    expect(admin.users.size).toBe(1);
  });

  it("answers the same if the mail can't be sent, and can be repeated", async () => {
    admin.failNext("sendConfirmation", "before", "mail_failed");
    await expect(signUp()).resolves.toBeDefined();
    await signUp();
    expect(admin.confirmations).toEqual([request.email]);
  });

  it("says that Supabase finds the password too weak", async () => {
    await expect(
      provisioning.provision({ ...request, role: "ADMIN", tenant: { name: "Acme" } }, "short"),
    ).rejects.toMatchObject({ code: "weak_password" });
    expectConsistent();
  });

  it.each(["before", "after"] as const)(
    "makes nothing when Supabase fails, %s it made the user",
    async (when) => {
      admin.failNext("createUser", when);
      await expect(signUp()).rejects.toMatchObject({ code: "accounts_unavailable" });
      expect(errorCodes.accounts_unavailable.status).toBe(503);
      expect(admin.users.size).toBe(0);
      clock.advance(301_000);
      expect(await provisioning.sweep()).toBe(1);
      expectConsistent();
      await expect(signUp()).resolves.toBeDefined();
    },
  );

  it("makes nothing when Supabase cannot even remove the user that it made", async () => {
    admin.failNext("createUser", "after");
    admin.failNext("deleteUser", "before");
    await expect(signUp()).rejects.toMatchObject({ code: "accounts_unavailable" });
    clock.advance(301_000);
    await provisioning.sweep();
    expectConsistent();
  });

  it("removes a user who comes about after the attempt was given up", async () => {
    admin.failNext("createUser", "before");
    await expect(signUp()).rejects.toMatchObject({ code: "accounts_unavailable" });
    const [late] = store.pending.keys();
    await admin.createUser({ id: late!, email: request.email, password: request.password });
    clock.advance(301_000);
    await provisioning.sweep();
    expectConsistent();
  });

  it("takes the Supabase user back when the database fails before the commit", async () => {
    store.failNextFinish("before");
    await expect(signUp()).rejects.toThrow("the database is away");
    expectConsistent();
    expect(admin.users.size).toBe(0);
  });

  it("succeeds when only the answer to the commit was lost", async () => {
    store.failNextFinish("after");
    await expect(signUp()).resolves.toMatchObject({ tenantId: "tenant-1" });
    expectConsistent();
    expect(admin.users.size).toBe(1);
  });

  it.each([
    ["before", 0],
    ["after", 1],
  ] as const)(
    "keeps both or neither when the database is gone from %s the commit on",
    async (when, remaining) => {
      store.failNextFinish(when, true);
      await expect(signUp()).rejects.toThrow("the database is away");
      store.comeBack();
      clock.advance(301_000);
      await provisioning.sweep();
      expectConsistent();
      expect(admin.users.size).toBe(remaining);
    },
  );

  it("sweeps nothing that is still being made", async () => {
    admin.failNext("createUser", "before");
    await expect(signUp()).rejects.toThrow(Error);
    clock.advance(60_000);
    expect(await provisioning.sweep()).toBe(0);
  });

  it("leaves to a later sweep what Supabase does not remove now", async () => {
    store.failNextFinish("before", true);
    await expect(signUp()).rejects.toThrow(Error);
    store.comeBack();
    clock.advance(301_000);
    admin.failNext("deleteUser", "before");
    expect(await provisioning.sweep()).toBe(0);
    expect(await provisioning.sweep()).toBe(1);
    expectConsistent();
  });

  it("sweeps all at once, so that an account service that hangs holds it up for one wait only", async () => {
    const ids = ["one", "two", "three"];
    for (const id of ids) await store.addPending(id, `${id}@acme.test`, clock.now());
    clock.advance(301_000);
    const waiting: (() => void)[] = [];
    const slow: FakeSupabaseAdmin = {
      ...admin,
      deleteUser: () =>
        new Promise((resolve) =>
          waiting.push(resolve) === ids.length ? waiting.forEach((go) => go()) : undefined,
        ),
    };
    expect(
      await createProvisioning({
        store,
        admin: slow,
        clock,
        log: pino({ level: "silent" }),
      }).sweep(),
    ).toBe(3);
  });

  it("says that an email is refused, whether by the account or by the mail", async () => {
    const grace = {
      tenant: { name: "Acme" },
      firstName: "Grace",
      lastName: "Agent",
      email: "grace@acme.test",
      role: "AGENT",
    } as const;
    await expect(
      provisioning.provision({ ...grace, email: "grace at acme" }),
    ).rejects.toMatchObject({ code: "invalid_request" });
    expectConsistent();
    admin.failNext("invite", "before", "invalid_request");
    await expect(provisioning.provision(grace)).rejects.toMatchObject({ code: "invalid_request" });
    expect(admin.users.size).toBe(0);
    clock.advance(301_000);
    await provisioning.sweep();
    expectConsistent();
  });
});
