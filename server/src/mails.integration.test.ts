import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  startServerWithAccounts,
  type ServerWithAccounts,
  type SignedInPerson,
} from "./testing/server-with-accounts.ts";

describe("an invitation whose mail can't be sent", () => {
  let on: ServerWithAccounts;
  let alex: SignedInPerson;
  let email: string;
  let smtpIsDown = false;
  const invite = (path: string) =>
    alex.ask("POST", path, { email, firstName: "Grace", lastName: "Agent" });
  const counts = async () => ({
    people: await on.database.person.count(),
    users: (await on.gateway.admin().auth.admin.listUsers()).data.users.length,
  });

  beforeAll(async () => {
    on = await startServerWithAccounts({
      mailsPerHour: 2,
      authorizedAddresses: ["team@acme.test"],
      deliver: () => (smtpIsDown ? Promise.reject(new Error("535")) : Promise.resolve()),
    });
    alex = await on.signUp("alex@acme.test");
  });
  afterAll(() => on?.close());
  beforeEach(() => {
    email = `team+${randomUUID()}@acme.test`;
  });

  it.each(["/api/tenant/users", "/api/tenant/customers"])(
    "at %s is answered with the reason, and leaves nothing behind",
    async (path) => {
      const before = await counts();
      smtpIsDown = true;
      expect(await invite(path)).toMatchObject({ status: 503, body: { code: "mail_failed" } });
      smtpIsDown = false;
      await expect.poll(on.output).toContain("mail_failed: Error sending invite email");
      email = "stranger@elsewhere.test";
      expect(await invite(path)).toMatchObject({ status: 422, body: { code: "mail_not_allowed" } });
      expect(await counts()).toEqual(before);
    },
  );

  it("succeeds once mail works again, up to the project's limit", async () => {
    expect((await invite("/api/tenant/users")).status).toBe(201);
    email = `team+${randomUUID()}@acme.test`;
    expect((await invite("/api/tenant/customers")).status).toBe(201);
    const before = await counts();
    email = `team+${randomUUID()}@acme.test`;
    expect(await invite("/api/tenant/users")).toMatchObject({
      status: 503,
      body: { code: "mail_limit_reached" },
    });
    expect(await counts()).toEqual(before);
  });
});
