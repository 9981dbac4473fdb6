import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  goodPassword,
  startServerWithAccounts,
  type ServerWithAccounts,
  type SignedInPerson,
} from "./testing/server-with-accounts.ts";

describe("an invitation or a sign-up in a project that confirms addresses without a mail", () => {
  let on: ServerWithAccounts;
  let alex: SignedInPerson;
  let email: string;
  const strangers = "the Stranger's own 1";

  beforeAll(async () => {
    on = await startServerWithAccounts({
      autoconfirm: true,
      mailIntervalSeconds: 0,
      passwordRequiredCharacters: ["0123456789"],
    });
    alex = await on.signUp("alex@acme.test");
  });
  afterAll(() => on?.close());
  beforeEach(() => {
    email = `${randomUUID()}@people.test`;
  });

  const invite = () =>
    alex.ask("POST", "/api/tenant/users", { email, firstName: "Grace", lastName: "Agent" });
  const strangerSignsUp = () => on.gateway.client().auth.signUp({ email, password: strangers });
  const arrive = async () => on.as((await on.followMail(email)).get("access_token")!);
  const roleOf = async (person: SignedInPerson) => {
    const { status, body } = await person.ask("GET", "/api/voip/me");
    return status === 200 ? body.role : status;
  };

  it("takes the account of a stranger from them, and gives it to who reads the mail", async () => {
    const { data } = await strangerSignsUp();
    expect(data.session).not.toBeNull();
    const invited = await invite();
    expect(invited).toMatchObject({ status: 201, body: { supabaseUserId: data.user!.id } });
    expect(invited.body).not.toHaveProperty("hadAccount", true);
    await expect(on.signIn(email, strangers)).rejects.toMatchObject({
      code: "invalid_credentials",
    });
    const renewed = await on.gateway
      .client()
      .auth.refreshSession({ refresh_token: data.session!.refresh_token });
    expect(renewed.error).not.toBeNull();
    expect(await roleOf(on.as(data.session!.access_token))).toBe(403);
    // Tokens count whole seconds, so one of the second of the invitation may be the stranger's.
    const second = Math.ceil(Date.now() / 1000) * 1000;
    await expect.poll(() => Date.now()).toBeGreaterThan(second);
    expect(await roleOf(await arrive())).toBe("AGENT");
  });

  it("can't be accepted by a stranger who signs up with the address meanwhile", async () => {
    expect((await invite()).status).toBe(201);
    const { data, error } = await strangerSignsUp();
    expect(error?.code).toBe("user_already_exists");
    expect(data.session).toBeNull();
    expect(await roleOf(await arrive())).toBe("AGENT");
  });

  it("gives an account that signed up to who reads the mail, and to no stranger", async () => {
    const signUp = {
      email,
      password: goodPassword,
      firstName: "Ada",
      lastName: "Admin",
      tenantName: "Acme",
    };
    const reply = await on.ask("POST", "/api/auth/signup", signUp);
    expect(reply.status).toBe(201);
    const { data, error } = await strangerSignsUp();
    expect([error?.code, data.session]).toEqual(["user_already_exists", null]);
    expect(await roleOf(await arrive())).toBe("ADMIN");
    const again = await on.ask("POST", "/api/auth/signup", signUp);
    expect([again.status, Object.keys(again.body)]).toEqual([201, Object.keys(reply.body)]);
    const weak = { ...signUp, password: "weakweak", email: `${randomUUID()}@people.test` };
    const refusals = await Promise.all(
      [weak, { ...weak, email }].map((body) => on.ask("POST", "/api/auth/signup", body)),
    );
    expect(refusals.map(({ body }) => body.code)).toEqual(["weak_password", "weak_password"]);
  });

  it("is one of which the server warns when it starts", async () => {
    await expect.poll(on.output).toContain("confirms addresses without a mail");
  });
});
