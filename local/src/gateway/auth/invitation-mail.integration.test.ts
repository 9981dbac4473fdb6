import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway } from "../../testing/gateway-for-tests.ts";
import type { Mail } from "../outbox.ts";

describe("the mail of an invitation", () => {
  let on: TestGateway;
  beforeAll(async () => {
    on = await startTestGateway();
  });
  afterAll(() => on.stop());

  const invite = async (email: string, data: object = {}) => {
    const { admin } = on.admin().auth;
    const { user } = (await admin.inviteUserByEmail(email, { data })).data;
    const [mail] = (await (await fetch(`${on.url}/outbox`)).json()) as Mail[];
    return { id: user!.id, mail: mail! };
  };

  it("names the company that invites, where the inviter gives it", async () => {
    const { mail } = await invite("company@example.test", { company: "Acme & Sons" });
    expect(mail.subject).toBe("You have been invited to Acme & Sons");
    expect((await invite("nobody@example.test")).mail.subject).toBe("You have been invited");
    const page = await fetch(`${on.url}/outbox`, { headers: { Accept: "text/html" } });
    expect(await page.text()).toContain("invited to Acme &#38; Sons");
  });

  it("leaves the address of banned people unconfirmed, who follow its link", async () => {
    const { id, mail } = await invite("shut@example.test");
    const { admin } = on.admin().auth;
    await admin.updateUserById(id, { ban_duration: "24h" });
    const landed = await fetch(mail.link, { redirect: "manual" });
    expect(landed.headers.get("location")).toContain("error_code=user_banned");
    const { user } = (await admin.getUserById(id)).data;
    expect(user?.email_confirmed_at).toBeUndefined();
  });
});
