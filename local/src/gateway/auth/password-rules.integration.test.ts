import type { AuthError } from "@supabase/supabase-js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../../testing/gateway-for-tests.ts";

const strong = "Correct1horse";
/** 72 characters, but 73 bytes. */
const tooLong = `${strong}${"x".repeat(58)}ä`;

describe("a project's rules for passwords", () => {
  let on: TestGateway;
  let email: string;
  let count = 0;

  beforeAll(async () => {
    on = await startTestGateway({
      passwordMinLength: 10,
      passwordRequiredCharacters: ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    });
  });
  afterAll(() => on.stop());
  beforeEach(() => {
    email = `rules-${++count}@example.test`;
  });

  const weak = {
    status: 422,
    code: "weak_password",
    message:
      "Password should be at least 10 characters. Password should contain at least one character " +
      "of each: abcdefghijklmnopqrstuvwxyz, ABCDEFGHIJKLMNOPQRSTUVWXYZ.",
    reasons: ["length", "characters"],
  };
  const tooLongError = {
    status: 400,
    code: "validation_failed",
    message: "Password cannot be longer than 72 characters",
  };
  const create = async (password?: string) => {
    const attributes = {
      email,
      email_confirm: true,
      ...(password === undefined ? {} : { password }),
    };
    return on.admin().auth.admin.createUser(attributes);
  };
  const signIn = (password: string) => on.client().auth.signInWithPassword({ email, password });

  it("hold for sign-up, where the bytes of a password count", async () => {
    const signUp = async (password: string): Promise<AuthError | null> =>
      (await on.client().auth.signUp({ email, password })).error;
    expect(await signUp("short")).toMatchObject(weak);
    expect(await signUp("long enough")).toMatchObject({ reasons: ["characters"] });
    expect(await signUp(tooLong)).toMatchObject(tooLongError);
    expect(await signUp("ÄÖÜaA")).toMatchObject({ reasons: ["length"] });
    expect(await signUp("ÄÖÜÄaA")).toBeNull();
  });

  it("don't hold for a user whom an admin creates", async () => {
    expect((await create("short")).error).toBeNull();
    const { data, error } = await signIn("short");
    expect(error).toBeNull();
    expect(data.weakPassword).toMatchObject({ reasons: weak.reasons, message: weak.message });
  });

  it("don't come into play where an admin's password has over 72 bytes, which Auth can't store", async () => {
    expect((await create(tooLong)).error).toMatchObject({
      status: 500,
      message: "Internal Server Error",
    });
    expect((await create(strong)).error).toBeNull();
  });

  it("hold for an admin's change and for the person's own", async () => {
    const { data } = await create(strong);
    const change = async (password: string) =>
      (await on.admin().auth.admin.updateUserById(data.user!.id, { password })).error;
    const client = on.client();
    await client.auth.signInWithPassword({ email, password: strong });
    const own = async (password: string) => (await client.auth.updateUser({ password })).error;
    for (const attempt of [own, change]) {
      expect(await attempt("short")).toMatchObject(weak);
      expect(await attempt(tooLong)).toMatchObject(tooLongError);
      expect(await attempt(`${strong}-${attempt.name}`)).toBeNull();
    }
  });

  it("are met by the password that Auth makes up for a user without one", async () => {
    const { data } = await create();
    expect((await signIn("")).error).toMatchObject({ code: "invalid_credentials" });
    const later = await on.admin().auth.admin.updateUserById(data.user!.id, { password: strong });
    expect(later.error).toBeNull();
    expect((await signIn(strong)).error).toBeNull();
    expect((await signIn(strong)).data).not.toHaveProperty("weakPassword");
  });
});
