import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  goodPassword,
  startServerWithAccounts,
  type ServerWithAccounts,
} from "./testing/server-with-accounts.ts";

describe("a sign-up in a project with rules for passwords", () => {
  let on: ServerWithAccounts;
  let email: string;
  const signUp = (password: string) =>
    on.ask("POST", "/api/auth/signup", {
      email,
      password,
      firstName: "Ada",
      lastName: "Admin",
      tenantName: "Acme",
    });
  const counts = async () => ({
    people: await on.database.person.count(),
    pending: await on.database.pendingSignup.count(),
    users: (await on.gateway.admin().auth.admin.listUsers()).data.users.length,
  });

  beforeAll(async () => {
    on = await startServerWithAccounts({
      passwordMinLength: 12,
      passwordRequiredCharacters: ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"],
    });
  });
  afterAll(() => on?.close());
  beforeEach(() => {
    email = `${randomUUID()}@acme.test`;
  });

  it("is refused with the rules that the password breaks, and leaves nothing behind", async () => {
    const before = await counts();
    expect(await signUp("long enough")).toMatchObject({
      status: 422,
      body: {
        code: "weak_password",
        reasons: ["length", "characters"],
        detail:
          "Password should be at least 12 characters. Password should contain at least one " +
          "character of each: ABCDEFGHIJKLMNOPQRSTUVWXYZ, 0123456789.",
      },
    });
    expect((await signUp("no digit, No sign-up")).body).toMatchObject({ reasons: ["characters"] });
    expect(await counts()).toEqual(before);
  });

  it("succeeds with a password that keeps them, also after a refusal", async () => {
    expect((await signUp("short1A!")).status).toBe(422);
    expect((await signUp(goodPassword)).status).toBe(201);
    await on.followMail(email);
    expect((await (await on.signIn(email)).ask("GET", "/api/voip/me")).status).toBe(200);
  });

  it("counts the bytes of a password, of which there are 72 at most", async () => {
    const fits = `A1${"ä".repeat(35)}`;
    expect(await signUp(`${fits}x`)).toMatchObject({
      status: 400,
      body: { code: "invalid_request", detail: "body.password: expected at most 72 bytes" },
    });
    expect((await signUp(fits)).status).toBe(201);
    await on.followMail(email);
    await on.signIn(email, fits);
  });
});
