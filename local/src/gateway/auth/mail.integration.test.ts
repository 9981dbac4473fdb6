import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../../testing/gateway-for-tests.ts";
import type { Mail } from "../outbox.ts";

describe("mail that can't be sent", () => {
  let on: TestGateway;
  let smtpIsDown = false;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    on = await startTestGateway({
      deliver: () => (smtpIsDown ? Promise.reject(new Error("535")) : Promise.resolve()),
    });
  });
  afterAll(() => on.stop());
  beforeEach(() => {
    smtpIsDown = false;
    email = `mail-${++count}@example.test`;
  });

  const recover = async (address = email) =>
    (await on.client().auth.resetPasswordForEmail(address)).error;
  const invite = async () => (await on.admin().auth.admin.inviteUserByEmail(email)).error;
  const users = async () => (await on.admin().auth.admin.listUsers()).data.users;
  const mails = async () => (await (await fetch(`${on.url}/outbox`)).json()) as Mail[];

  it("is refused within a minute of the last one, to people with an account only", async () => {
    await on.addPerson(email);
    expect(await recover()).toBeNull();
    expect(await recover()).toMatchObject({
      status: 429,
      code: "over_email_send_rate_limit",
      message: expect.stringMatching(
        /^For security purposes, you can only request this after \d+ seconds\.$/u,
      ),
    });
    for (const _ of ["once", "twice"]) expect(await recover("nobody@example.test")).toBeNull();
  });

  it("fails a recovery of people with an account, who can ask again at once", async () => {
    await on.addPerson(email);
    smtpIsDown = true;
    expect(await recover()).toMatchObject({ status: 500, message: "Error sending recovery email" });
    expect(await recover("nobody@example.test")).toBeNull();
    smtpIsDown = false;
    expect(await recover()).toBeNull();
  });

  it("fails an invitation, and makes no user", async () => {
    const before = await users();
    smtpIsDown = true;
    expect(await invite()).toMatchObject({ status: 500, message: "Error sending invite email" });
    expect(await users()).toHaveLength(before.length);
  });

  it("leaves the link of an earlier invitation valid", async () => {
    expect(await invite()).toBeNull();
    const [mail] = await mails();
    smtpIsDown = true;
    expect(await invite()).toMatchObject({ status: 500 });
    const { status, headers } = await fetch(mail!.link, { redirect: "manual" });
    expect(status).toBe(303);
    expect(headers.get("location")).toContain("access_token=");
  });

  it("is not limited in time for invitations, whose users keep their data", async () => {
    const metadata = { name: "Inge" };
    await on.admin().auth.admin.createUser({ email, user_metadata: metadata });
    for (const _ of ["once", "twice"]) {
      const { data } = await on
        .admin()
        .auth.admin.inviteUserByEmail(email, { data: { name: "X" } });
      expect(data.user).toMatchObject({ user_metadata: metadata, invited_at: expect.any(String) });
    }
  });
});

describe("a project that limits its mail", () => {
  it("sends no more than its number in an hour, and says so to people with an account", async () => {
    const on = await startTestGateway({ mailsPerHour: 1 });
    try {
      await on.addPerson("limited@example.test");
      const { admin } = on.admin().auth;
      expect((await admin.inviteUserByEmail("first@example.test")).error).toBeNull();
      const error = { status: 429, message: "email rate limit exceeded" };
      expect((await admin.inviteUserByEmail("second@example.test")).error).toMatchObject(error);
      const { auth } = on.client();
      expect((await auth.resetPasswordForEmail("limited@example.test")).error).toMatchObject(error);
      expect((await auth.resetPasswordForEmail("nobody@example.test")).error).toBeNull();
    } finally {
      await on.stop();
    }
  });

  it("sends to its own addresses only, with or without a label", async () => {
    const on = await startTestGateway({ authorizedAddresses: ["team@example.test"] });
    try {
      const { admin } = on.admin().auth;
      expect((await admin.inviteUserByEmail("team+ada@example.test")).error).toBeNull();
      expect((await admin.inviteUserByEmail("carl@example.test")).error).toMatchObject({
        status: 400,
        code: "email_address_not_authorized",
        message: 'Email address "carl@example.test" cannot be used as it is not authorized',
      });
    } finally {
      await on.stop();
    }
  });
});
