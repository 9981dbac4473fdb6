import { freePort } from "@synapse-voice/local/testing/free-port";
import { startTestGateway, type TestGateway } from "@synapse-voice/local/testing/gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServerWithAccounts } from "../../testing/server-with-accounts.ts";
import { checkProject } from "./check-project.ts";

const inviteUrl = "https://console.example/set-password";

describe("the check of a Supabase project", () => {
  let gateway: TestGateway;
  const check = (change: Partial<Parameters<typeof checkProject>[0]> = {}) =>
    checkProject({ url: gateway.url, serviceRoleKey: "sb_secret_local", inviteUrl, ...change });

  beforeAll(async () => {
    gateway = await startTestGateway({
      siteUrl: "https://console.example",
      redirectUrls: ["https://voice.example/set-password"],
    });
  });
  afterAll(() => gateway?.stop());

  it("finds nothing where links lead to the console", async () => {
    expect(await check()).toEqual([]);
    for (const origin of ["https://voice.example", "http://127.0.0.1:5173"])
      expect(await check({ inviteUrl: `${origin}/set-password` })).toEqual([]);
  });

  it("names the address that the redirect URLs lack, and where links lead instead", async () => {
    expect(await check({ inviteUrl: "https://voice.elsewhere.example/set-password" })).toEqual([
      {
        problem:
          "CONSOLE_URL: links in mails lead to https://console.example and not to the console",
        fix: "add https://voice.elsewhere.example/set-password to the redirect URLs of the Supabase project",
      },
    ]);
  });

  it("names the key that Auth refuses, and says nothing of the key itself", async () => {
    const problems = await check({ serviceRoleKey: "sb_secret_of_another_project" });
    expect(problems).toMatchObject([{ problem: expect.stringContaining("refuses this key") }]);
    expect(JSON.stringify(problems)).not.toContain("sb_secret_of_another_project");
  });

  it("says that Auth can't be used where nothing answers, or no Auth server does", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await check({ url })).toMatchObject([
      { problem: "SUPABASE_URL: Supabase Auth can't be used yet" },
    ]);
    expect(await check({ url: `${gateway.url}/elsewhere` })).toMatchObject([
      { fix: "check the address, and whether the project runs: it answered 404" },
    ]);
  });

  it("changes nothing in the project", async () => {
    const admin = gateway.admin();
    const { id } = await gateway.addPerson("ada@acme.test");
    await admin.auth.resetPasswordForEmail("ada@acme.test");
    const state = async () => (await admin.auth.admin.getUserById(id)).data.user;
    const before = await state();
    await check();
    expect(await state()).toEqual(before);
  });
});

describe("the server", () => {
  it("logs at its start which address the redirect URLs lack", async () => {
    const on = await startServerWithAccounts(
      { siteUrl: "https://site.example" },
      { CONSOLE_URL: "https://console.example" },
    );
    await expect.poll(on.output).toContain(`add ${inviteUrl} to the redirect URLs`);
    expect(on.output()).toContain("links in mails lead to https://site.example");
    await on.close();
  });
});
