import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  goodPassword,
  startServerWithAccounts,
  type ServerWithAccounts,
  type SignedInPerson,
} from "./testing/server-with-accounts.ts";

const users = "/api/tenant/users";
const customers = "/api/tenant/customers";

describe("an invitation to an address that has an account", () => {
  let on: ServerWithAccounts;
  let alex: SignedInPerson;
  let gwen: SignedInPerson;
  let email: string;
  let smtpIsDown = false;

  beforeAll(async () => {
    on = await startServerWithAccounts({
      deliver: () => (smtpIsDown ? Promise.reject(new Error("535")) : Promise.resolve()),
    });
    alex = await on.signUp("alex@acme.test");
    gwen = await on.signUp("gwen@globex.test");
  });
  afterAll(() => on?.close());
  beforeEach(() => {
    email = `${randomUUID()}@people.test`;
    smtpIsDown = false;
  });

  const invite = (admin: SignedInPerson, path = users, names: object = {}) =>
    admin.ask("POST", path, { email, firstName: "Grace", lastName: "Agent", ...names });
  const account = async (attributes: { password?: string; email_confirm?: boolean }) =>
    (await on.gateway.admin().auth.admin.createUser({ email, ...attributes })).data.user!.id;
  const confirmed = () => account({ password: goodPassword, email_confirm: true });
  const choosePassword = (id: string) =>
    on.gateway.admin().auth.admin.updateUserById(id, { password: goodPassword });
  const me = async (person: SignedInPerson) => person.ask("GET", "/api/voip/me");
  const links = async (): Promise<readonly string[]> => {
    const mails = (await (await fetch(`${on.gateway.url}/outbox`)).json()) as {
      recipient: string;
      link: string;
    }[];
    return mails.filter(({ recipient }) => recipient === email).map(({ link }) => link);
  };
  /** Follows the newest link and returns the person whom it signs in. */
  const follow = async (link: string): Promise<SignedInPerson | string> => {
    const { headers } = await fetch(link, { redirect: "manual" });
    const fields = new URLSearchParams(headers.get("location")!.split("#")[1]);
    const token = fields.get("access_token");
    return token === null ? fields.get("error_code")! : on.as(token);
  };
  const arrive = async () => (await follow((await links())[0]!)) as SignedInPerson;

  it("adds a portal's customer with their account, who keep their password and get no mail", async () => {
    const id = await confirmed();
    expect(await invite(alex, customers)).toMatchObject({
      status: 201,
      body: { supabaseUserId: id, email, hadAccount: true },
    });
    expect(await links()).toEqual([]);
    expect(await me(await on.signIn(email))).toMatchObject({
      status: 200,
      body: { type: "PORTAL_CUSTOMER", tenantName: "Acme", firstName: "Grace" },
    });
  });

  it("sends a new link where the first one was lost, with the newest role", async () => {
    const first = await invite(alex);
    const second = await invite(alex, users, { role: "SUPERVISOR", lastName: "Newer" });
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.body).not.toHaveProperty("hadAccount");
    const [newest, oldest] = await links();
    expect(await follow(oldest!)).toBe("otp_expired");
    expect(await me((await follow(newest!)) as SignedInPerson)).toMatchObject({
      status: 200,
      body: { role: "SUPERVISOR", lastName: "Newer" },
    });
  });

  it.each([
    ["who had signed in before, without a mail", true],
    ["who never did, with a new link", false],
  ])("takes back an agent who was removed, %s", async (_, hasArrived) => {
    const { supabaseUserId } = (await invite(alex)).body;
    const grace = hasArrived ? await arrive() : null;
    if (grace) await choosePassword(supabaseUserId);
    expect((await alex.ask("DELETE", `${users}/${supabaseUserId}`)).status).toBe(200);
    expect(grace ? (await me(grace)).status : 403).toBe(403);
    const again = await invite(alex, users, { role: "SUPERVISOR" });
    expect(again).toMatchObject({ status: 201, body: { supabaseUserId } });
    expect(again.body.hadAccount).toBe(hasArrived || undefined);
    expect(await links()).toHaveLength(hasArrived ? 1 : 2);
    expect(grace ? (await me(grace)).status : 403).toBe(403);
    // Tokens count whole seconds, so the tokens of this second are refused.
    const second = (Math.floor(Date.now() / 1000) + 1) * 1000;
    await expect.poll(() => Date.now()).toBeGreaterThan(second);
    const back = await (hasArrived ? on.signIn(email) : arrive());
    expect(await me(back)).toMatchObject({ status: 200, body: { role: "SUPERVISOR" } });
  });

  it("takes an account that a stranger made, and its password, from that stranger", async () => {
    const id = await account({ password: "the stranger's own" });
    expect(await invite(alex)).toMatchObject({ status: 201, body: { supabaseUserId: id } });
    expect(await me(await arrive())).toMatchObject({ status: 200, body: { role: "AGENT" } });
    await expect(on.signIn(email, "the stranger's own")).rejects.toMatchObject({
      code: "invalid_credentials",
    });
  });

  it("changes nothing while the mail can't be sent", async () => {
    await account({});
    const before = await on.database.person.count();
    smtpIsDown = true;
    expect(await invite(alex)).toMatchObject({ status: 503, body: { code: "mail_failed" } });
    expect(await on.database.person.count()).toBe(before);
    smtpIsDown = false;
    expect((await invite(alex)).status).toBe(201);
  });

  it("is refused for people of another tenant, of another kind, or who are there", async () => {
    const refused = { status: 409, body: { code: "email_exists" } };
    await confirmed();
    expect((await invite(gwen)).status).toBe(201);
    expect(await invite(gwen)).toMatchObject(refused);
    expect(await invite(alex)).toMatchObject(refused);
    expect(await invite(gwen, customers)).toMatchObject(refused);
    expect(await me(await on.signIn(email))).toMatchObject({
      body: { tenantName: "Acme", role: "AGENT", firstName: "Grace" },
    });
  });

  it.each([users, customers])("takes every address that can get mail: %s", async (path) => {
    for (const name of ["sinead.o'brien", "a+b/c=d", "!#$%&'*+-/=?^_`{|}~", "x"]) {
      email = `${name}${randomUUID()}@acme.test`;
      expect(await invite(alex, path)).toMatchObject({ status: 201, body: { email } });
      expect(await me(await arrive())).toMatchObject({ body: { tenantName: "Acme" } });
    }
    for (const wrong of ["", "a b@acme.test", "a@b@acme.test", "@acme.test", "a@-acme.test"]) {
      email = wrong;
      expect(await invite(alex, path)).toMatchObject({ status: 400 });
    }
  });

  it("is given to one of two tenants that send it at once", async () => {
    await confirmed();
    const replies = await Promise.all([invite(alex), invite(gwen), invite(alex), invite(gwen)]);
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([201, 409]));
    expect(await on.database.person.count({ where: { user: { email } } })).toBe(1);
  });

  it("is not what a sign-up is, which takes nobody's account", async () => {
    const id = await confirmed();
    expect(
      await on.ask("POST", "/api/auth/signup", {
        email,
        password: "another password",
        firstName: "Mallory",
        lastName: "M",
        tenantName: "Acme",
      }),
    ).toMatchObject({ status: 201 });
    expect(await on.database.person.count({ where: { supabaseUserId: id } })).toBe(0);
    expect(await on.database.user.count({ where: { email } })).toBe(0);
    expect(await links()).toEqual([]);
    await on.signIn(email);
  });
});
