import * as fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { crmAddress, crmUrlProblem, CrmUrl, exampleCrmUrl, maxCrmUrl } from "./crm-url.ts";

const mia = {
  id: "5f0c7a1e-0b6f-4c8e-9d55-0e7a3b1f2c4d",
  email: "mia+shop@customer.test",
  phone: "+4930123456",
};

describe("the address of a customer in the CRM", () => {
  it.each([
    exampleCrmUrl,
    "https://crm.example.com/{id}",
    "https://crm.example.com:8443/#/contact/{id}?tab=calls",
    "https://crm.example.com?email={email}",
    "https://xn--mnchen-3ya.example/%C3%BC/{phone}/{id}/{email}",
    "https://[::1]/find;by=phone?q={phone}&q={phone}",
  ])("can be %s", (template) => {
    expect(crmUrlProblem(template)).toBeNull();
    expect(v.parse(CrmUrl, template)).toBe(template);
    expect(crmAddress(template, mia)).not.toBeNull();
  });

  it.each([
    ["", /must begin with https/u],
    ["http://crm.example.com/{id}", /must begin with https/u],
    ["HTTPS://crm.example.com/{id}", /must begin with https/u],
    ["javascript:alert({id})", /must begin with https/u],
    ["{id}://crm.example.com/", /must begin with https/u],
    [" https://crm.example.com/{id}", /no blanks/u],
    ["https://crm.example.com/{id}\n", /no blanks/u],
    ["https://crm.example.com/\u0000{id}", /no blanks/u],
    ["https://crm.example.com/\u202E{id}", /no blanks/u],
    ["https://münchen.example/{id}", /no blanks/u],
    ["https://crm.example.com/{name}", /“\{name\}” can't be filled in/u],
    ["https://crm.example.com/{ID}", /“\{ID\}” can't/u],
    ["https://crm.example.com/{id", /“\{id” can't/u],
    ["https://crm.example.com/{id}}", /“\}” can't/u],
    ["https://crm.example.com/{{id}}", /“\{\}” can't/u],
    ["https://{id}.example.com/{id}", /\{id\} can't be in the name of the website/u],
    ["https://crm.example.com:{id}/{id}", /can't be in the name/u],
    ["https://{email}@crm.example.com/", /can't be in the name/u],
    ["https://crm.example.com{id}", /can't be in the name/u],
    ["https://crm.example.com/contacts", /where the customer goes/u],
    ["https://", /where the customer goes/u],
    ["https:///{id}", /not an address of a page/u],
    ["https://ada:secret@crm.example.com/{id}", /not an address of a page/u],
    ["https://crm.example.com\\@evil.test/{id}", /not an address of a page/u],
    ["https://crm.example.com:99999/{id}", /not an address of a page/u],
    ["https://crm.example.com/a/../{id}", /not an address of a page/u],
    ["https://crm.example.com/%2E%2e/{id}", /not an address of a page/u],
    ['https://crm.example.com/"{id}', /not an address of a page/u],
  ])("can't be %j, and says why", (template, reason) => {
    expect(crmUrlProblem(template)).toMatch(reason);
    const { issues = [] } = v.safeParse(CrmUrl, template);
    expect(issues.map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
    expect(crmAddress(template, mia)).toBeNull();
  });

  it("has at most 500 characters, and a longer one costs no time", () => {
    const atMost = `https://crm.example.com/{id}${"x".repeat(maxCrmUrl - 28)}`;
    expect(v.is(CrmUrl, atMost)).toBe(true);
    for (const tooLong of [`${atMost}x`, `${exampleCrmUrl}${"{id}".repeat(250_000)} `]) {
      expect(crmUrlProblem(tooLong)).toMatch(/at most 500 characters/u);
      expect(v.is(CrmUrl, tooLong)).toBe(false);
    }
  });

  it("has the customer's data encoded", () => {
    expect(crmAddress("https://crm.test/{id}/{email}?p={phone}#{id}", mia)).toBe(
      `https://crm.test/${mia.id}/mia%2Bshop%40customer.test?p=%2B4930123456#${mia.id}`,
    );
    expect(crmAddress("https://crm.test/{id}", { ...mia, id: "$&/../{email}?a=1#b" })).toBe(
      "https://crm.test/%24%26%2F..%2F%7Bemail%7D%3Fa%3D1%23b",
    );
  });

  it("does not exist without what it names", () => {
    const bare = { id: mia.id, email: "", phone: null };
    expect(crmAddress("https://crm.test/?p={phone}", bare)).toBeNull();
    expect(crmAddress("https://crm.test/{id}?e={email}", bare)).toBeNull();
    expect(crmAddress("https://crm.test/{id}", bare)).toBe(`https://crm.test/${mia.id}`);
  });

  it.each([".", "..", "\uD800"])("does not exist for the id %j", (id) => {
    expect(crmAddress("https://crm.test/customers/{id}/edit", { ...mia, id })).toBeNull();
  });
});

describe("whatever the customer's data are", () => {
  const pieces = [
    "../ .. ./ / // \\ ? # & = : @ % %2e %2F $&".split(" "),
    ["javascript:", "data:", "https://evil.test", "evil.test", "{id}", "{email}", " ", "\n"],
    ["\0", "\u202E", "\u2066", "\u200B", "\u3002", "\uFF0F", "\uD800", "é", "😀", "Mia"],
  ].flat();
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...pieces)).map((chosen) => chosen.join("")),
    fc.constantFrom(...pieces).map((piece) => piece.repeat(5_000)),
  );
  const templates = fc.constantFrom(
    "https://crm.test/customers/{id}",
    "https://crm.test/customers/{id}/edit",
    "https://crm.test/customers/a{id}{email}b/edit?q={phone}",
    "https://crm.test/customers/?by={email}&phone={phone}#/{id}/",
    "https://crm.test/customers/#{id}",
  );

  it("the address stays at its place, and each value is one value", () => {
    fc.assert(
      fc.property(templates, hostile, hostile, hostile, (template, id, email, phone) => {
        const address = crmAddress(template, { id, email, phone });
        if (address === null) return;
        const [url, expected] = [new URL(address), new URL(template)];
        expect([url.origin, url.username, url.password]).toEqual([expected.origin, "", ""]);
        expect(url.pathname.startsWith("/customers/")).toBe(true);
        expect(url.pathname.split("/").length).toBe(expected.pathname.split("/").length);
        expect([...url.searchParams.keys()]).toEqual([...expected.searchParams.keys()]);
        const phones = expected.searchParams.has("phone") ? [phone] : [];
        expect(url.searchParams.getAll("phone")).toEqual(phones);
        // No browser and no system changes it any more.
        expect(url.href).toBe(address);
        expect(address).toMatch(/^https:\/\/crm\.test\/[!-~]*$/u);
      }),
    );
  });
});

describe("whatever an admin types", () => {
  it("an address that is taken fits the pattern, and leads to its own site", () => {
    const parts = [
      "https://",
      "crm.test",
      "/",
      "{id}",
      "{email}",
      "{",
      "}",
      "@",
      "?",
      "#",
      ":",
      "..",
    ];
    const typed = fc.array(fc.constantFrom(...parts, "\\", "é", " ", "%2e", "[", "]", "443"));
    fc.assert(
      fc.property(typed, (chosen) => {
        const template = `https://${chosen.join("")}`;
        const isTaken = crmUrlProblem(template) === null;
        expect(v.is(CrmUrl, template)).toBe(isTaken);
        const address = crmAddress(template, mia);
        expect(address === null).toBe(!isTaken);
        if (address === null) return;
        const site = new URL(template.replaceAll(/[{}]/gu, "")).origin;
        expect(new URL(address)).toMatchObject({ protocol: "https:", origin: site });
      }),
      { numRuns: 2_000 },
    );
  });
});
