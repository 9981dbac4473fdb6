import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { createDatabase, migrate, type Database } from "@synapse-voice/prisma";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testSettings } from "../testing/server-for-tests.ts";

const admin = "ada.o'brien@acme.test";
const people = ["--first-name", "Ada", "--last-name", "O'Brien"];

describe("npm run tenant", () => {
  let gateway: TestGateway;
  let database: Database;
  let mailedTo: string[] = [];
  let smtpIsDown = false;
  let env: NodeJS.ProcessEnv;

  /** Runs the command. It must not block this process, in which the gateway runs. */
  async function tenant(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
      env: { PATH: process.env.PATH, ...env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (output.stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (output.stderr += String(chunk)));
    const [status] = (await once(child, "close")) as [number | null];
    return { status, ...output };
  }
  const create = (
    name: string,
    email = admin,
    more: NodeJS.ProcessEnv = {},
    options: readonly string[] = [],
  ) => tenant(["create", "--name", name, "--admin", email, ...people, ...options], more);
  const admins = () =>
    database.user.findMany({
      select: { email: true, role: true, tenant: { select: { name: true } } },
      orderBy: { email: "asc" },
    });

  beforeAll(async () => {
    gateway = await startTestGateway({
      autoconfirm: false,
      siteUrl: "http://console.test",
      deliver: async ({ recipient }) => {
        if (smtpIsDown) throw new Error("535");
        mailedTo.push(recipient);
      },
    });
    const databaseUrl = gateway.db.url("synapse_server", "runtime-password");
    database = createDatabase({ url: databaseUrl });
    env = {
      ...testSettings,
      SIGNUP: "closed",
      SUPABASE_URL: gateway.url,
      SUPABASE_SERVICE_ROLE_KEY: "sb_secret_local",
      DATABASE_URL: databaseUrl,
    };
  });
  afterAll(async () => {
    await database?.$disconnect();
    await gateway?.stop();
  });
  beforeEach(() => {
    mailedTo = [];
  });

  it("asks for the migrations while the database is empty", async () => {
    const { status, stderr } = await create("Acme");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^DATABASE_URL: .* Run npm run migrate first\.\n$/u);
  });

  it("leaves an account that no mail could reach to the next try", async () => {
    await migrate({ url: gateway.db.ownerUrl, runtimePassword: "runtime-password" });
    smtpIsDown = true;
    const { status, stderr } = await create("Acme");
    smtpIsDown = false;
    expect(status).toBe(1);
    expect(stderr).toMatch(/could not send the email .*docs\/deploy\.md.*repeat the command/u);
    expect(await admins()).toEqual([]);
  });

  it("creates the tenant and invites its first admin while sign-up is closed", async () => {
    expect(await create("Acme")).toEqual({
      status: 0,
      stdout: `Tenant "Acme" is ready. An invitation is on its way to ${admin}.\n`,
      stderr: "",
    });
    expect(mailedTo).toEqual([admin]);
    expect(await admins()).toEqual([{ email: admin, role: "ADMIN", tenant: { name: "Acme" } }]);
  });

  it("invites again whoever has not followed the invitation, and changes nothing later", async () => {
    expect((await create("Acme")).stdout).toContain("An invitation is on its way");
    expect(mailedTo).toEqual([admin]);
    const { data } = await gateway.admin().auth.admin.listUsers();
    const account = data.users.find(({ email }) => email === admin);
    await gateway.admin().auth.admin.updateUserById(account!.id, { email_confirm: true });
    expect(await create("Acme")).toMatchObject({
      status: 0,
      stdout: `Tenant "Acme" is ready. ${admin} is its admin already.\n`,
    });
    expect(mailedTo).toEqual([admin]);
    expect(await admins()).toHaveLength(1);
    expect(await database.tenant.count()).toBe(1);
  });

  it("takes an account that somebody has already, such as the owner of the project", async () => {
    await gateway.addPerson("owner@globex.test");
    expect(await create("Globex", "owner@globex.test")).toMatchObject({
      status: 0,
      stdout:
        'Tenant "Globex" is ready. ' +
        "owner@globex.test has an account already, and signs in with its password.\n",
    });
    expect(mailedTo).toEqual([]);
  });

  it("prints the link of the invitation where no mail can be sent", async () => {
    smtpIsDown = true;
    const { status, stdout } = await create("Initech", "new@initech.test", {}, ["--link"]);
    smtpIsDown = false;
    expect(status).toBe(0);
    const [text, link] = stdout.trimEnd().split("\n");
    expect(text).toBe('Tenant "Initech" is ready. new@initech.test chooses a password here:');
    const { headers } = await fetch(link!, { redirect: "manual" });
    expect(headers.get("location")).toMatch(/#access_token=.*type=invite/u);
    expect(mailedTo).toEqual([]);
  });

  it("invites another admin while nobody can sign in, and says that the first can come, too", async () => {
    expect((await create("Soylent", "typo@soylent.test")).status).toBe(0);
    expect(await create("Soylent", "right@soylent.test")).toMatchObject({
      status: 0,
      stdout:
        'Tenant "Soylent" is ready. An invitation is on its way to right@soylent.test.\n' +
        "typo@soylent.test can still follow an invitation as an admin, too. " +
        "If that address is wrong, remove it in the console, under Team.\n",
    });
    expect(mailedTo).toEqual(["typo@soylent.test", "right@soylent.test"]);
  });

  it("refuses a second admin, and an admin of another tenant", async () => {
    // As after the admin's first request.
    await database.user.updateMany({ where: { email: admin }, data: { invitedAt: null } });
    const second = await create("Acme", "grace@acme.test");
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`already, with the admin ${admin}. Admins invite other people`);
    const elsewhere = await create("Hooli", "owner@globex.test");
    expect(elsewhere.status).toBe(1);
    expect(elsewhere.stderr).toContain("Use another email address.");
    expect(await admins()).toHaveLength(5);
  });

  it("names the setting that is missing or wrong", async () => {
    const missing = await create("Acme", admin, { CONSOLE_URL: "" });
    expect(missing.stderr).toContain("CONSOLE_URL is missing");
    const away = await create("Initech", "new@initech.test", {
      SUPABASE_URL: "http://127.0.0.1:1",
    });
    expect(away.status).toBe(1);
    expect(away.stderr).toContain("Check SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY");
  });

  it("prints a link also where addresses are confirmed without a mail, until the admin joins", async () => {
    await gateway.restart({ autoconfirm: true, mailIntervalSeconds: 0 });
    const email = "new@umbrella.test";
    const { status, stdout } = await create("Umbrella", email, {}, ["--link"]);
    const [text, link] = stdout.trimEnd().split("\n");
    expect([status, text]).toEqual([
      0,
      `Tenant "Umbrella" is ready. ${email} chooses a password here:`,
    ]);
    expect(mailedTo).toEqual([]);
    const { headers } = await fetch(link!, { redirect: "manual" });
    expect(headers.get("location")).toMatch(/#access_token=.*type=recovery/u);

    expect((await create("Umbrella", email)).stdout).toContain("An invitation is on its way");
    expect(mailedTo).toEqual([email]);
    await database.user.updateMany({ where: { email }, data: { invitedAt: null } });
    const joined = await create("Umbrella", email, {}, ["--link"]);
    expect(joined.stdout).toBe(`Tenant "Umbrella" is ready. ${email} is its admin already.\n`);
  });
});
