import { randomUUID } from "node:crypto";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { createDatabase, migrate, type Database } from "@synapse-voice/prisma";
import { Client } from "pg";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "@synapse-voice/platform/testing";
import { createSupabaseAdmin } from "../identity/supabase-admin/supabase-admin.ts";
import {
  createAccountsService,
  type AccountsService,
} from "../identity/accounts/accounts-service.ts";
import { createPrismaAccountStore } from "../identity/accounts/prisma-account-store.ts";
import { createProvisioning, type Provisioning } from "../identity/accounts/provisioning.ts";

describe("signing up with a real Supabase protocol and a real database", () => {
  let on: TestGateway;
  let database: Database;
  let owner: Client;
  let clock: FakeClock;
  let provisioning: Provisioning;
  let accounts: AccountsService;
  let email: string;
  const password = "long enough";
  const signUp = () =>
    accounts.signUp({ email, password, firstName: "Ada", lastName: "Admin", tenantName: "Acme" });
  const signIn = () => on.client().auth.signInWithPassword({ email, password });
  const forbid = (right: string) => owner.query(`REVOKE ${right} FROM synapse_server`);
  const allow = (right: string) => owner.query(`GRANT ${right} TO synapse_server`);
  const rows = async () => ({
    tenants: await database.tenant.count(),
    people: await database.person.count(),
    users: await database.user.count(),
    pending: await database.pendingSignup.count(),
  });

  beforeAll(async () => {
    on = await startTestGateway({ autoconfirm: false });
    await migrate({ url: on.db.ownerUrl, runtimePassword: "runtime-password" });
    database = createDatabase({ url: on.db.url("synapse_server", "runtime-password") });
    owner = new Client({ connectionString: on.db.ownerUrl });
    await owner.connect();
    clock = createFakeClock();
    const admin = createSupabaseAdmin({
      url: on.url,
      serviceRoleKey: "sb_secret_local",
      inviteUrl: "http://127.0.0.1:5173/set-password",
    });
    provisioning = createProvisioning({
      store: createPrismaAccountStore(database),
      admin,
      clock,
      log: pino({ level: "silent" }),
    });
    accounts = createAccountsService({ provisioning, signUpOpen: true });
  });
  afterAll(async () => {
    await owner?.end();
    await database?.$disconnect();
    await on?.stop();
  });
  beforeEach(() => {
    email = `${randomUUID()}@acme.test`;
  });

  it("lets the new admin sign in, once the link in the mail has been followed", async () => {
    const { supabaseUserId, tenantId } = await signUp();
    expect((await signIn()).error?.code).toBe("email_not_confirmed");
    const [mail] = (await (await fetch(`${on.url}/outbox`)).json()) as {
      recipient: string;
      subject: string;
      link: string;
    }[];
    expect(mail).toMatchObject({ recipient: email, subject: "Confirm your email address" });
    await fetch(mail!.link, { redirect: "manual" });
    expect((await signIn()).data.user?.id).toBe(supabaseUserId);
    expect(await database.user.findUnique({ where: { supabaseUserId } })).toMatchObject({
      tenantId,
      role: "ADMIN",
      email,
    });
  });

  it("leaves nothing when the database fails half-way, and the email can be used again", async () => {
    const before = await rows();
    await forbid('INSERT ON "User"');
    await expect(signUp()).rejects.toThrow("permission denied");
    await allow('INSERT ON "User"');
    expect(await rows()).toEqual(before);
    expect((await signIn()).error?.code).toBe("invalid_credentials");
    await expect(signUp()).resolves.toBeDefined();
  });

  it("leaves nothing after a sweep when the account could not even be taken back", async () => {
    const before = await rows();
    await forbid('INSERT, UPDATE ON "Tenant"');
    await forbid('UPDATE ON "PendingSignup"');
    await expect(signUp()).rejects.toThrow("permission denied");
    await allow('INSERT, UPDATE ON "Tenant"');
    await allow('UPDATE ON "PendingSignup"');
    expect((await signIn()).error?.code).toBe("email_not_confirmed");
    clock.advance(301_000);
    expect(await provisioning.sweep()).toBe(1);
    expect((await signIn()).error?.code).toBe("invalid_credentials");
    expect(await rows()).toEqual(before);
  });

  it("makes nothing while Supabase does not answer", async () => {
    const before = await rows();
    await on.gateway.stop();
    await expect(signUp()).rejects.toMatchObject({ code: "accounts_unavailable" });
    await on.restart();
    clock.advance(301_000);
    await provisioning.sweep();
    expect(await rows()).toEqual(before);
    expect((await signIn()).error?.code).toBe("invalid_credentials");
  });
});
