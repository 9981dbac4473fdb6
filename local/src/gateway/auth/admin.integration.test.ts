import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startTestGateway,
  testPassword,
  type TestGateway,
} from "../../testing/gateway-for-tests.ts";

describe("administering people with supabase-js", () => {
  let on: TestGateway;

  beforeAll(async () => {
    on = await startTestGateway();
  });
  afterAll(() => on.stop());

  it("makes a person with a given id", async () => {
    const id = randomUUID();
    const { data, error } = await on.admin().auth.admin.createUser({
      id,
      email: "given@example.test",
      password: testPassword,
      email_confirm: true,
      user_metadata: { name: "Given" },
      app_metadata: { tenant: 1 },
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      id,
      user_metadata: { name: "Given" },
      app_metadata: { provider: "email", tenant: 1 },
    });
    expect(
      (
        await on
          .client()
          .auth.signInWithPassword({ email: "given@example.test", password: testPassword })
      ).data.user?.id,
    ).toBe(id);
  });

  it("finds, changes and lists people", async () => {
    const { auth } = on.admin();
    const { id } = await on.addPerson("change@example.test");
    expect((await auth.admin.getUserById(id)).data.user?.email).toBe("change@example.test");
    const changed = await auth.admin.updateUserById(id, {
      email: "changed@example.test",
      user_metadata: { a: 1 },
    });
    expect(changed.data.user).toMatchObject({
      email: "changed@example.test",
      user_metadata: { a: 1 },
    });
    await on.addPerson("another@example.test");
    const first = await auth.admin.listUsers({ page: 1, perPage: 1 });
    expect(first.data.users).toHaveLength(1);
    expect(first.data).toMatchObject({ aud: "authenticated", nextPage: 2 });
    const all = await auth.admin.listUsers();
    expect(all.data.users.map((user) => user.email)).toEqual(
      expect.arrayContaining(["changed@example.test", "another@example.test"]),
    );
  });

  it("deletes a person with all sessions", async () => {
    const { id, client } = await on.addPerson("gone@example.test");
    expect((await on.admin().auth.admin.deleteUser(id)).error).toBeNull();
    expect((await client.auth.getUser()).error).toMatchObject({
      status: 403,
      code: "user_not_found",
    });
    expect((await on.admin().auth.admin.getUserById(id)).error).toMatchObject({
      status: 404,
      code: "user_not_found",
    });
  });

  it("bans a person until the ban is lifted", async () => {
    const { id, client } = await on.addPerson("banned@example.test");
    await on.admin().auth.admin.updateUserById(id, { ban_duration: "24h" });
    const signIn = () =>
      on.client().auth.signInWithPassword({ email: "banned@example.test", password: testPassword });
    expect((await signIn()).error).toMatchObject({ status: 400, code: "user_banned" });
    expect((await client.auth.refreshSession()).error).toMatchObject({
      status: 400,
      code: "user_banned",
    });
    await on.admin().auth.admin.updateUserById(id, { ban_duration: "none" });
    expect((await signIn()).error).toBeNull();
  });

  it("lets unconfirmed people in only once their address is confirmed", async () => {
    const created = await on
      .admin()
      .auth.admin.createUser({ email: "unconfirmed@example.test", password: testPassword });
    const signIn = () =>
      on
        .client()
        .auth.signInWithPassword({ email: "unconfirmed@example.test", password: testPassword });
    expect((await signIn()).error).toMatchObject({ status: 400, code: "email_not_confirmed" });
    await on.admin().auth.admin.updateUserById(created.data.user!.id, { email_confirm: true });
    expect((await signIn()).error).toBeNull();
  });

  it("is for holders of the secret key only", async () => {
    const { client } = await on.addPerson("curious@example.test");
    const token = (await client.auth.getSession()).data.session!.access_token;
    const list = async (headers: Record<string, string>) => {
      const response = await fetch(`${on.url}/auth/v1/admin/users`, {
        headers: { apikey: "sb_publishable_local", ...headers },
      });
      return { status: response.status, ...((await response.json()) as { error_code: string }) };
    };
    expect(await list({})).toMatchObject({ status: 401, error_code: "no_authorization" });
    expect(await list({ Authorization: `Bearer ${token}` })).toMatchObject({
      status: 403,
      error_code: "not_admin",
    });
    expect(
      await list({ apikey: "sb_secret_local", Authorization: `Bearer ${token}` }),
    ).toMatchObject({ status: 403, error_code: "not_admin" });
  });
});

describe("links in mails", () => {
  let on: TestGateway;

  beforeAll(async () => {
    on = await startTestGateway({ siteUrl: "http://127.0.0.1:5173" });
  });
  afterAll(() => on.stop());

  type Mail = { recipient: string; subject: string; link: string; code: string };

  async function newestMail(): Promise<Mail> {
    const [mail] = (await (await fetch(`${on.url}/outbox`)).json()) as Mail[];
    return mail!;
  }

  async function follow(
    link: string,
  ): Promise<{ target: string; fragment: Record<string, string> }> {
    const response = await fetch(link, { redirect: "manual" });
    expect(response.status).toBe(303);
    const [target = "", fragment = ""] = response.headers.get("location")!.split("#");
    return { target, fragment: Object.fromEntries(new URLSearchParams(fragment)) };
  }

  it("invites: the link signs the new person in, once, who then sets a password", async () => {
    const { data, error } = await on.admin().auth.admin.inviteUserByEmail("invited@example.test", {
      data: { name: "Inge" },
      redirectTo: "http://localhost:5173/welcome",
    });
    expect(error).toBeNull();
    expect(data.user).toMatchObject({
      email: "invited@example.test",
      user_metadata: { name: "Inge" },
      invited_at: expect.any(String),
    });
    const mail = await newestMail();
    expect(mail).toMatchObject({
      recipient: "invited@example.test",
      subject: "You have been invited",
    });
    const { target, fragment } = await follow(mail.link);
    expect(target).toBe("http://localhost:5173/welcome");
    expect(fragment).toMatchObject({ type: "invite", token_type: "bearer", expires_in: "3600" });
    const client = on.client();
    await client.auth.setSession({
      access_token: fragment["access_token"]!,
      refresh_token: fragment["refresh_token"]!,
    });
    expect((await client.auth.updateUser({ password: "my own horse" })).error).toBeNull();
    expect(
      (
        await on
          .client()
          .auth.signInWithPassword({ email: "invited@example.test", password: "my own horse" })
      ).error,
    ).toBeNull();
    expect((await follow(mail.link)).fragment).toEqual({
      error: "access_denied",
      error_code: "otp_expired",
      error_description: "Email link is invalid or has expired",
    });
  });

  it("invites nobody who is there already", async () => {
    await on.addPerson("there@example.test");
    expect(
      (await on.admin().auth.admin.inviteUserByEmail("there@example.test")).error,
    ).toMatchObject({ status: 422, code: "email_exists" });
    expect(
      (await on.client().auth.admin.inviteUserByEmail("new@example.test")).error,
    ).toMatchObject({ status: 401 });
  });

  it("helps who forgot the password, by link or by code, and tells nobody who has an account", async () => {
    await on.addPerson("forgot@example.test");
    expect(
      (await on.client().auth.resetPasswordForEmail("stranger@example.test")).error,
    ).toBeNull();
    expect(
      (
        await on.client().auth.resetPasswordForEmail("forgot@example.test", {
          redirectTo: "http://127.0.0.1:5173/reset",
        })
      ).error,
    ).toBeNull();
    const mail = await newestMail();
    expect(mail).toMatchObject({
      recipient: "forgot@example.test",
      subject: "Reset your password",
    });
    const client = on.client();
    const wrong = await client.auth.verifyOtp({
      type: "recovery",
      email: "forgot@example.test",
      token: mail.code === "000000" ? "000001" : "000000",
    });
    expect(wrong.error).toMatchObject({ status: 403, code: "otp_expired" });
    const { data } = await client.auth.verifyOtp({
      type: "recovery",
      email: "forgot@example.test",
      token: mail.code,
    });
    expect(data.user?.email).toBe("forgot@example.test");
    expect((await client.auth.updateUser({ password: "remembered horse" })).error).toBeNull();
  });

  it("refuses the pkce flow, which it does not have, instead of answering in the other", async () => {
    const client = createClient(on.url, "sb_publishable_local", {
      auth: { persistSession: false, flowType: "pkce" },
    });
    const { error } = await client.auth.resetPasswordForEmail("forgot@example.test");
    expect(error).toMatchObject({ status: 400, code: "validation_failed" });
  });

  it("generates links that the caller delivers, good by their hashed token", async () => {
    await on.addPerson("linked@example.test");
    const { data } = await on.admin().auth.admin.generateLink({
      type: "recovery",
      email: "linked@example.test",
      options: { redirectTo: "http://127.0.0.1:5173/reset" },
    });
    expect(data.properties).toMatchObject({
      verification_type: "recovery",
      redirect_to: "http://127.0.0.1:5173/reset",
      email_otp: expect.stringMatching(/^\d{6}$/),
    });
    expect(data.properties!.action_link).toContain(
      `${on.url}/auth/v1/verify?token=${data.properties!.hashed_token}&type=recovery`,
    );
    const verified = await on
      .client()
      .auth.verifyOtp({ type: "recovery", token_hash: data.properties!.hashed_token });
    expect(verified.data.session?.user.email).toBe("linked@example.test");
    expect(
      (await on.admin().auth.admin.generateLink({ type: "recovery", email: "nobody@example.test" }))
        .error,
    ).toMatchObject({ status: 404, code: "user_not_found" });
    const invite = await on
      .admin()
      .auth.admin.generateLink({ type: "invite", email: "fresh@example.test" });
    expect(
      (
        await on
          .client()
          .auth.verifyOtp({ type: "invite", token_hash: invite.data.properties!.hashed_token })
      ).data.user?.email,
    ).toBe("fresh@example.test");
  });

  it("leads only to this machine or the site", async () => {
    await on.admin().auth.admin.inviteUserByEmail("lured@example.test", {
      redirectTo: "https://evil.example/steal",
    });
    expect((await follow((await newestMail()).link)).target).toBe("http://127.0.0.1:5173");
  });

  it("shows the outbox to people as a page, and to no foreign name", async () => {
    await on.admin().auth.admin.inviteUserByEmail("shown@example.test");
    const page = await fetch(`${on.url}/outbox`, { headers: { Accept: "text/html" } });
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(await page.text()).toContain("shown@example.test");
    expect(page.headers.get("access-control-allow-origin")).toBeNull();
    const [foreign] = (await once(
      get({ host: "127.0.0.1", port: on.port, path: "/outbox", headers: { Host: "evil.example" } }),
      "response",
    )) as [IncomingMessage];
    expect(foreign.statusCode).toBe(403);
    foreign.destroy();
  });
});
