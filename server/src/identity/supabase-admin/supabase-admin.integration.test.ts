import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  startTestGateway,
  testPassword,
  type TestGateway,
} from "@synapse-voice/local/testing/gateway";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createSupabaseAdmin, type SupabaseAdmin } from "./supabase-admin.ts";
import { supabaseAdminCases } from "./testing/supabase-admin-cases.ts";

describe("the administrator of Supabase's accounts", () => {
  let on: TestGateway;
  let admin: SupabaseAdmin;
  const outbox = async () =>
    (await (
      await fetch(`${on.url}/outbox`, { headers: { Accept: "application/json" } })
    ).json()) as { recipient: string; subject: string; link: string }[];
  const recipients = async (subject: string) =>
    (await outbox()).filter((mail) => mail.subject === subject).map((mail) => mail.recipient);

  beforeAll(async () => {
    on = await startTestGateway();
    admin = createSupabaseAdmin({
      url: on.url,
      serviceRoleKey: "sb_secret_local",
      inviteUrl: "http://127.0.0.1:5173/set-password",
    });
  });
  afterAll(() => on?.stop());

  supabaseAdminCases(() => ({
    admin,
    emailOf: async (id) => (await on.admin().auth.admin.getUserById(id)).data.user?.email ?? null,
    invited: () => recipients("You have been invited"),
    confirmations: () => recipients("Confirm your email address"),
    passwordLinks: () => recipients("Reset your password"),
  }));

  it("knows the second of the clock that issues tokens", async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const time = (await admin.authTime())!;
    expect(time % 1000).toBe(0);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it("ends a user's sessions and leaves the password", async () => {
    const { client } = await on.addPerson(`${randomUUID()}@acme.test`);
    const { data } = await client.auth.getSession();
    const { email } = data.session!.user;
    await admin.endSessions(email!);
    expect((await client.auth.refreshSession()).error).not.toBeNull();
    expect(
      (await on.client().auth.signInWithPassword({ email: email!, password: testPassword })).error,
    ).toBeNull();
  });

  it("keeps a closed user out: no sign-in, no refresh, no link", async () => {
    const { id, client } = await on.addPerson(`${randomUUID()}@acme.test`);
    const { email } = (await client.auth.getSession()).data.session!.user;
    await admin.sendPasswordLink(email!);
    const { link } = (await outbox()).find((mail) => mail.recipient === email)!;
    await admin.closeUser(id);
    expect((await client.auth.refreshSession()).error?.code).toBe("user_banned");
    expect(
      (await on.client().auth.signInWithPassword({ email: email!, password: testPassword })).error
        ?.code,
    ).toBe("user_banned");
    const landed = await fetch(link, { redirect: "manual" });
    expect(landed.headers.get("Location")).toContain("error_code=user_banned");
  });

  it("gives the company to the mail, also where somebody is invited again", async () => {
    const [id, email] = [randomUUID(), `${randomUUID()}@acme.test`];
    await admin.createUser({ id, email, company: "Acme" });
    const company = async () =>
      (await on.admin().auth.admin.getUserById(id)).data.user?.user_metadata;
    expect(await company()).toEqual({ company: "Acme" });
    await admin.nameCompany(id, "Globex");
    expect(await company()).toEqual({ company: "Globex" });
  });

  it("sends invited people to the page on which they set a password", async () => {
    const email = `${randomUUID()}@acme.test`;
    await admin.createUser({ id: randomUUID(), email });
    await admin.invite(email);
    const { link } = (await outbox()).find((mail) => mail.recipient === email)!;
    const landed = await fetch(link, { redirect: "manual" });
    expect(landed.headers.get("Location")).toMatch(
      /^http:\/\/127\.0\.0\.1:5173\/set-password#.*type=invite/u,
    );
  });

  it("sends people who sign up to the console, and confirms their address", async () => {
    const email = `${randomUUID()}@acme.test`;
    await admin.createUser({ id: randomUUID(), email, password: "long enough", isSignUp: true });
    const signIn = () => on.client().auth.signInWithPassword({ email, password: "long enough" });
    expect((await signIn()).error?.code).toBe("email_not_confirmed");
    await admin.sendConfirmation(email);
    const { link } = (await outbox()).find((mail) => mail.recipient === email)!;
    const landed = await fetch(link, { redirect: "manual" });
    expect(landed.headers.get("Location")).toMatch(/^http:\/\/127\.0\.0\.1:5173\/#.*type=signup/u);
    expect((await signIn()).error).toBeNull();
    expect(await admin.findUser(email)).not.toHaveProperty("isOpenSignUp");
  });

  it.each([
    [false, false, false],
    [true, false, true],
    [true, true, false],
  ])(
    "knows if strangers get confirmed unseen: autoconfirm %s, sign-ups closed %s",
    async (mailer_autoconfirm, disable_signup, unseen) => {
      const server = await answering(200, { mailer_autoconfirm, disable_signup });
      expect(await server.admin.confirmsUnseen()).toBe(unseen);
      expect(server.asked).toEqual(["GET /auth/v1/settings"]);
    },
  );

  it("is unavailable where the settings can't be read", async () => {
    for (const server of [await answering(200, {}), await answering(500, {})])
      await expect(server.admin.confirmsUnseen()).rejects.toMatchObject({
        failure: "unavailable",
      });
  });

  /** Starts an Auth server that gives the same answer to all requests, and records them. */
  const answering = async (status: number, body: object) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      asked,
      admin: createSupabaseAdmin({
        url,
        serviceRoleKey: "sb_secret_local",
        inviteUrl: "http://127.0.0.1:5173/set-password",
      }),
    };
  };

  it("takes back a user to whom an older Auth server gave an id of its own", async () => {
    const old = await answering(200, {
      id: "11111111-1111-4111-8111-111111111111",
      email: "ada@acme.test",
    });
    await expect(
      old.admin.createUser({ id: randomUUID(), email: "ada@acme.test" }),
    ).rejects.toMatchObject({ failure: "unavailable", message: expect.stringContaining("id") });
    expect(old.asked.at(-1)).toBe(
      "DELETE /auth/v1/admin/users/11111111-1111-4111-8111-111111111111",
    );
  });

  it("takes nobody for removed where it is the address that does not exist", async () => {
    const proxy = await answering(404, { message: "no Route matched with those values" });
    await expect(proxy.admin.deleteUser(randomUUID())).rejects.toMatchObject({
      failure: "unavailable",
    });
    const old = await answering(404, { code: 404, msg: "User not found" });
    await expect(old.admin.deleteUser(randomUUID())).resolves.toBeUndefined();
  });

  it.each([
    [429, { code: 429, error_code: "over_email_send_rate_limit", msg: "x" }, "mail_limit_reached"],
    [400, { code: 400, error_code: "email_address_not_authorized", msg: "x" }, "mail_not_allowed"],
    [400, { code: 400, error_code: "email_address_invalid", msg: "x" }, "email_invalid"],
    [500, { code: 500, msg: "Error sending invite email" }, "mail_failed"],
    [422, { code: 422, error_code: "hook_timeout", msg: "x" }, "mail_failed"],
    [504, { code: 504, error_code: "request_timeout", msg: "x" }, "mail_failed"],
    [400, { code: 400, error_code: "validation_failed", msg: "x" }, "invalid_request"],
    [500, { code: 500, msg: "Database error finding user" }, "unavailable"],
  ])("tells why an invitation failed: %i %j", async (status, body, failure) => {
    const failing = await answering(status, body);
    await expect(failing.admin.invite("ada@acme.test")).rejects.toMatchObject({ failure });
  });

  it("is unavailable with a wrong key, and where nothing answers", async () => {
    const user = { id: randomUUID(), email: "ada@acme.test", password: "long enough" };
    for (const [url, serviceRoleKey] of [
      [on.url, "sb_secret_wrong"],
      ["http://127.0.0.1:9", "sb_secret_local"],
    ] as const) {
      const broken = createSupabaseAdmin({
        url,
        serviceRoleKey,
        inviteUrl: "http://127.0.0.1:5173/set-password",
      });
      await expect(broken.createUser(user)).rejects.toMatchObject({ failure: "unavailable" });
      await expect(broken.deleteUser(user.id)).rejects.toMatchObject({ failure: "unavailable" });
    }
  });
});
