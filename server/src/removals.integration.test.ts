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
const invitations = "/api/tenant/invitations";

describe("people who are invited and removed", { timeout: 30_000 }, () => {
  let on: ServerWithAccounts;
  let alex: SignedInPerson;
  let email: string;
  let lastName: string;

  beforeAll(async () => {
    on = await startServerWithAccounts();
    alex = await on.signUp("alex@acme.test");
  });
  afterAll(() => on?.close());
  beforeEach(() => {
    email = `${randomUUID()}@people.test`;
    lastName = `Q${randomUUID()}`;
  });

  const invite = async (path = users): Promise<string> => {
    const { status, body } = await alex.ask("POST", path, { email, firstName: "Grace", lastName });
    expect(status).toBe(201);
    return body.supabaseUserId;
  };
  interface Mail {
    readonly recipient: string;
    readonly subject: string;
    readonly link: string;
  }
  /** The mails to this test's address, newest first. */
  const mails = async (): Promise<readonly Mail[]> =>
    ((await (await fetch(`${on.gateway.url}/outbox`)).json()) as Mail[]).filter(
      ({ recipient }) => recipient === email,
    );
  /** Follows a link. Returns the tokens, or the code of the error. */
  const follow = async (mail: Mail | undefined) => {
    const { headers } = await fetch(mail!.link, { redirect: "manual" });
    const fields = new URLSearchParams(headers.get("location")!.split("#")[1]);
    return {
      error: fields.get("error_code"),
      access: fields.get("access_token") ?? "",
      refresh: fields.get("refresh_token") ?? "",
    };
  };
  /** Follows the newest link, chooses a password and uses the product. */
  const join = async () => {
    const [mail] = await mails();
    const { access, refresh } = await follow(mail);
    const client = on.gateway.client();
    await client.auth.setSession({ access_token: access, refresh_token: refresh });
    expect((await client.auth.updateUser({ password: goodPassword })).error).toBeNull();
    const session = (await client.auth.getSession()).data.session!;
    const person = on.as(session.access_token);
    expect((await person.ask("GET", "/api/voip/me")).status).toBe(200);
    return { person, refresh: session.refresh_token };
  };
  const refreshed = async (token: string) =>
    (await on.gateway.client().auth.refreshSession({ refresh_token: token })).error?.code ?? "ok";
  const signInError = async () =>
    (await on.gateway.client().auth.signInWithPassword({ email, password: goodPassword })).error
      ?.code ?? "ok";
  const team = async () => (await alex.ask("GET", users)).body as { supabaseUserId: string }[];
  const call = async (id: string) =>
    (await alex.ask("POST", "/api/voip/start-call", { calleeSupabaseId: id })).body.code;

  it("are invited in the name of the company, by every mail", async () => {
    const id = await invite();
    expect((await alex.ask("POST", `${invitations}/${id}`)).status).toBe(200);
    expect((await mails()).map(({ subject }) => subject)).toEqual([
      "You have been invited to Acme",
      "You have been invited to Acme",
    ]);
  });

  it("are invited, and can't be called, until they use the product", async () => {
    const id = await invite();
    expect(await team()).toContainEqual(
      expect.objectContaining({ supabaseUserId: id, email, invitedAt: expect.any(String) }),
    );
    expect((await alex.ask("GET", "/api/voip/agents/available")).body).not.toContainEqual(
      expect.objectContaining({ supabaseUserId: id }),
    );
    expect(await call(id)).toBe("callee_not_found");
    await join();
    expect(await team()).toContainEqual(
      expect.objectContaining({ supabaseUserId: id, invitedAt: null }),
    );
    expect((await alex.ask("GET", "/api/voip/agents/available")).body).toContainEqual(
      expect.objectContaining({ supabaseUserId: id, state: "offline" }),
    );
    expect(await alex.ask("POST", `${invitations}/${id}`)).toMatchObject({
      status: 409,
      body: { code: "invitation_accepted" },
    });
    expect(await alex.ask("DELETE", `${invitations}/${id}`)).toMatchObject({
      status: 409,
      body: { code: "invitation_accepted" },
    });
  });

  it("get a new link that works, whether they followed the first one or not", async () => {
    const id = await invite();
    const [first] = await mails();
    await alex.ask("POST", `${invitations}/${id}`);
    expect((await follow(first)).error).toBe("otp_expired");
    const [second] = await mails();
    // They followed the link and closed the page without a password.
    expect((await follow(second)).error).toBeNull();
    expect((await alex.ask("POST", `${invitations}/${id}`)).status).toBe(200);
    expect(await mails()).toHaveLength(3);
    await join();
    expect(await signInError()).toBe("ok");
  });

  it.each([users, customers])("%s: nothing is left of a revoked invitation", async (path) => {
    const id = await invite(path);
    const [mail] = await mails();
    expect((await alex.ask("DELETE", `${invitations}/${id}`)).status).toBe(200);
    expect((await follow(mail)).error).not.toBeNull();
    expect((await on.gateway.admin().auth.admin.getUserById(id)).error?.code).toBe(
      "user_not_found",
    );
    expect(await everything()).not.toContain(email);
    expect(await everything()).not.toContain(id);
    expect((await alex.ask("DELETE", `${invitations}/${id}`)).body.code).toBe("person_not_found");
    expect(await invite(path)).not.toBe(id);
  });

  it.each([users, customers])("%s: the sessions of who is removed end", async (path) => {
    const id = await invite(path);
    const { person, refresh } = await join();
    expect((await alex.ask("DELETE", `${path}/${id}`)).status).toBe(200);
    expect((await person.ask("GET", "/api/voip/me")).body.code).toBe("not_provisioned");
    expect(await refreshed(refresh)).toBe("user_banned");
    expect(await signInError()).toBe("user_banned");

    // Taken back, they have their password, but nobody has their sessions of before.
    expect(await invite(path)).toBe(id);
    expect(await refreshed(refresh)).not.toBe("ok");
    expect(await signInError()).toBe("ok");
    // Tokens of before have not expired yet. They are refused, and are no first request.
    expect((await person.ask("GET", "/api/voip/me")).body.code).toBe("not_provisioned");
    expect((await alex.ask("POST", `${invitations}/${id}`)).status).toBe(200);
    // Tokens count whole seconds, so the tokens of this second are refused.
    const second = (Math.floor(Date.now() / 1000) + 1) * 1000;
    await expect.poll(() => Date.now()).toBeGreaterThan(second);
    expect((await (await on.signIn(email)).ask("GET", "/api/voip/me")).status).toBe(200);
  });

  it.each([users, customers])("%s: a revocation removes who was here before", async (path) => {
    const id = await invite(path);
    const { person } = await join();
    await call(id);
    await alex.ask("DELETE", `${path}/${id}`);
    expect(await invite(path)).toBe(id);
    expect((await alex.ask("DELETE", `${invitations}/${id}`)).status).toBe(200);
    expect((await alex.ask("GET", "/api/voip/history")).body).toContainEqual(
      expect.objectContaining({ toUserId: id, toName: `Grace ${lastName}` }),
    );
    expect((await person.ask("GET", "/api/voip/me")).body.code).toBe("not_provisioned");
    expect(await signInError()).toBe("user_banned");
    expect((await alex.ask("DELETE", `${invitations}/${id}`)).body.code).toBe("person_not_found");
    // They can be invited once more, and are the same person.
    expect(await invite(path)).toBe(id);
    expect(await signInError()).toBe("ok");
  });

  it("a revocation removes who was here before, and only wrote notes", async () => {
    const carl = await invite(customers);
    await join();
    const start = { calleeSupabaseId: carl };
    const { callId } = (await alex.ask("POST", "/api/voip/start-call", start)).body;
    email = `${randomUUID()}@people.test`;
    const id = await invite();
    const { person } = await join();
    await alex.ask("PATCH", `${users}/${id}`, { role: "SUPERVISOR" });
    const notes = `/api/voip/calls/${callId}/notes`;
    expect((await person.ask("PATCH", notes, { notes: "x", version: 0 })).status).toBe(200);
    await alex.ask("DELETE", `${users}/${id}`);
    expect(await invite()).toBe(id);
    expect((await alex.ask("DELETE", `${invitations}/${id}`)).status).toBe(200);
    expect((await alex.ask("GET", notes)).body.updatedBy).toEqual({
      supabaseUserId: id,
      name: `Grace ${lastName}`,
    });
    // They can be invited once more, and are the same person.
    expect(await invite()).toBe(id);
  });

  it("keep an account that was not made for the product", async () => {
    const { data } = await on.gateway
      .admin()
      .auth.admin.createUser({ email, password: goodPassword, email_confirm: true });
    const id = await invite(customers);
    expect(id).toBe(data.user!.id);
    const carl = await on.signIn(email);
    expect((await carl.ask("GET", "/api/voip/me")).status).toBe(200);
    await alex.ask("DELETE", `${customers}/${id}`);
    expect((await carl.ask("GET", "/api/voip/me")).status).toBe(403);
    expect(await signInError()).toBe("ok");
    await alex.ask("POST", `${customers}/${id}/erase`);
    expect(await signInError()).toBe("ok");
    expect(await everything()).not.toContain(email);
  });

  it("leave no trace of themselves once they are erased", async () => {
    const id = await invite(customers);
    const { person: carl, refresh } = await join();
    await carl.ask("POST", "/api/voip/callbacks", { topic: "my secret illness" });
    expect((await alex.ask("POST", `${customers}/${id}/erase`)).status).toBe(200);
    const left = await everything();
    for (const trace of [email, lastName, "secret illness", id]) expect(left).not.toContain(trace);
    expect(await refreshed(refresh)).not.toBe("ok");
    expect((await on.gateway.admin().auth.admin.getUserById(id)).error?.code).toBe(
      "user_not_found",
    );
    expect((await alex.ask("GET", `/api/voip/customers?query=${email}`)).body).toEqual([]);
    expect((await alex.ask("GET", `${customers}/removed`)).body).not.toContainEqual(
      expect.objectContaining({ email }),
    );
    expect((await alex.ask("POST", `${customers}/${id}/erase`)).body.code).toBe("person_not_found");
    // The address can be used again, by somebody who is nobody here yet.
    expect(await invite(customers)).not.toBe(id);
  });

  it("can be erased after they were removed", async () => {
    const id = await invite(customers);
    await join();
    await alex.ask("DELETE", `${customers}/${id}`);
    expect((await alex.ask("GET", `${customers}/removed`)).body).toContainEqual(
      expect.objectContaining({ supabaseUserId: id, email }),
    );
    expect((await alex.ask("POST", `${customers}/${id}/erase`)).status).toBe(200);
    expect(await everything()).not.toContain(email);
  });

  /**
   * All that the database still says of people and their calls. Events and webhooks are deleted
   * after a day; of the events, what they say is erased at once.
   */
  async function everything(): Promise<string> {
    const { database } = on;
    return JSON.stringify([
      await database.person.findMany(),
      await database.user.findMany(),
      await database.portalCustomer.findMany(),
      await database.callLog.findMany(),
      await database.callLeg.findMany(),
      await database.callOffer.findMany(),
      await database.callback.findMany(),
      await database.idempotencyKey.findMany(),
      await database.pendingSignup.findMany(),
      (await database.callEvent.findMany()).map(({ payload }) => payload),
    ]);
  }
});
