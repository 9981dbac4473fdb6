import { describe, expect, it } from "vitest";
import { stack } from "../harness/stack/stack.ts";

describe("the served pages", () => {
  const { console: consoleUrl, portal } = stack.urls;
  const sites = [consoleUrl, portal];

  it("tell where the API and Supabase are, and who can sign in for a demo", async () => {
    const [forAgents, forCustomers] = await Promise.all(
      sites.map(async (site) => (await fetch(`${site}/config.json`)).json()),
    );
    const addresses = {
      apiUrl: stack.urls.api,
      supabaseUrl: stack.urls.supabase,
      supabaseKey: stack.keys.supabasePublishable,
    };
    expect(forAgents).toMatchObject({ ...addresses, demo: { password: "synapse-demo" } });
    expect(forAgents.demo.people).toContainEqual({ name: "Ada Agent", email: "ada@acme.test" });
    expect(forCustomers).toMatchObject(addresses);
    expect(forCustomers.demo.people).toContainEqual({
      name: "Carl Customer",
      email: "carl@customer.test",
    });
    expect(JSON.stringify([forAgents, forCustomers])).not.toContain(stack.keys.supabaseSecret);
  });

  it.each([
    { page: "the console", url: consoleUrl },
    { page: "the portal", url: portal },
  ])("$page allows no inline code, no plug-ins and no framing", async ({ url }) => {
    const policy = (await fetch(url)).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-");
  });

  it("give a page of the console for its own addresses, and nothing for files that are not there", async () => {
    const html = { headers: { accept: "text/html" } };
    expect((await fetch(`${stack.urls.console}/some/page`, html)).status).toBe(200);
    expect((await fetch(`${stack.urls.console}/assets/none.js`)).status).toBe(404);
    expect(
      (await fetch(`${stack.urls.portal}/widget/synapse-voice.js`)).headers.get("content-type"),
    ).toContain("javascript");
    expect((await fetch(`${stack.urls.portal}/..%2f..%2f..%2fpackage.json`)).status).not.toBe(200);
  });
});
