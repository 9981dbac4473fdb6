import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linkFromArguments, parseLink } from "./parse-link.ts";

const id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
const own = "synapse-voice://call?to=";

describe("a link", () => {
  it.each([
    [`${own}${id}`, { kind: "user", id }],
    [`${own}${id.toUpperCase()}`, { kind: "user", id }],
    [`SYNAPSE-VOICE://CALL?to=${id}`, { kind: "user", id }],
    [`synapse-voice://call/?to=${id}`, { kind: "user", id }],
    [`${own}carl@acme.test`, { kind: "email", email: "carl@acme.test" }],
    [`${own}Carl%40Acme.test`, { kind: "email", email: "carl@acme.test" }],
    [`${own}carl+shop@acme.test`, { kind: "email", email: "carl+shop@acme.test" }],
    [`${own}carl%2Bshop@acme.test`, { kind: "email", email: "carl+shop@acme.test" }],
    [`${own}o'brien@acme.test`, { kind: "email", email: "o'brien@acme.test" }],
    [`${own}o%27brien@acme.test`, { kind: "email", email: "o'brien@acme.test" }],
    ["tel:+4930123456", { kind: "phone", e164: "+4930123456" }],
    ["tel:+49-30-123-456", { kind: "phone", e164: "+4930123456" }],
    ["tel:+49%20(0)30%20123456", { kind: "phone", e164: "+4930123456" }],
    ["tel:+49 30 123456", { kind: "phone", e164: "+4930123456" }],
    ["TEL:%2B4930123456", { kind: "phone", e164: "+4930123456" }],
    ["tel:0049-30-123456", { kind: "phone", e164: "+4930123456" }],
    ["tel:+4930123456;ext=12;isub=3", { kind: "phone", e164: "+4930123456" }],
    ["tel://+4930123456", { kind: "phone", e164: "+4930123456" }],
    ["tel:+4930123456,,5", { kind: "phone", e164: "+4930123456" }],
    ["tel:+4930123456%2C%2C5%23", { kind: "phone", e164: "+4930123456" }],
    ["tel:+49 30 123456, 5", { kind: "phone", e164: "+4930123456" }],
    ["tel:+4930123456;5", { kind: "phone", e164: "+4930123456" }],
    ["tel:+4930123456%3Bext=5", { kind: "phone", e164: "+4930123456" }],
    ["tel:+4930123456p5w*7#", { kind: "phone", e164: "+4930123456" }],
    ["tel:+4930123456W5P6", { kind: "phone", e164: "+4930123456" }],
    ["tel:+1-415-555-2671x123", { kind: "phone", e164: "+14155552671" }],
    ["tel:+1 (415) 555-2671 ext. 123", { kind: "phone", e164: "+14155552671" }],
    ["tel:0049-30-123456,5;phone-context=+1", { kind: "phone", e164: "+4930123456" }],
    ["callto:+4930123456", { kind: "phone", e164: "+4930123456" }],
    ["callto://+49.30.123456", { kind: "phone", e164: "+4930123456" }],
  ])("%s names a person", (text, link) => {
    expect(parseLink(text)).toEqual(link);
  });

  it.each([
    ["", "unknown_link"],
    ["https://acme.test/", "unknown_link"],
    ["javascript:alert(1)", "unknown_link"],
    [" tel:+4930123456", "unknown_link"],
    ["synapse-voice:", "unknown_link"],
    ["synapse-voice://", "unknown_link"],
    ["synapse-voice://call", "unknown_link"],
    ["synapse-voice://call?", "unknown_link"],
    ["synapse-voice:call?to=carl@acme.test", "unknown_link"],
    ["synapse-voice:///call?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://hang-up?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://call.evil.test?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://evil@call?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://call:80?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://call/../call?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://call//?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://c%61ll?to=carl@acme.test", "unknown_link"],
    ["synapse-voice://call?TO=carl@acme.test", "unknown_link"],
    ["synapse-voice://call?%74o=carl@acme.test", "unknown_link"],
    [`${own}carl@acme.test&to=eve@acme.test`, "unknown_link"],
    [`${own}carl@acme.test&answer=1`, "unknown_link"],
    [`${own}carl@acme.test;to=eve@acme.test`, "unknown_link"],
    [`${own}carl@acme.test#x`, "unknown_link"],
    [own, "unknown_person"],
    [`${own}carl`, "unknown_person"],
    [`${own}%20carl@acme.test`, "unknown_person"],
    [`${own}carl@acme.test%20`, "unknown_person"],
    [`${own}carl@acme.test,eve@acme.test`, "unknown_person"],
    [`${own}${id}x`, "unknown_person"],
    [`${own}%252B4930123456`, "unknown_person"],
    [`${own}+4930123456`, "unknown_person"],
    [`${own}../../${id}`, "unknown_person"],
    [`${own}\u202Elrac@acme.test`, "unknown_person"],
    [`${own}c\u0430rl@acme.test`, "unknown_person"],
    [`${own}${"a".repeat(300)}@acme.test`, "unknown_person"],
    [`${own}carl@acme.test%00`, "unreadable"],
    [`${own}carl@acme.test%0A--inspect`, "unreadable"],
    [`${own}carl@acme.test\n`, "unreadable"],
    [`${own}carl@acme.test" --inspect="0.0.0.0:9229`, "unreadable"],
    [`${own}%22carl%22@acme.test`, "unreadable"],
    [`${own}<script>`, "unreadable"],
    [`${own}carl\\@acme.test`, "unreadable"],
    [`${own}%`, "unreadable"],
    [`${own}%zz`, "unreadable"],
    [`${own}%c0%ae`, "unreadable"],
    [`${own}%ed%a0%80`, "unreadable"],
    [`tel:+49${"\0"}30123456`, "unreadable"],
    ["tel:+4930123456%0d%0a", "unreadable"],
    ["tel:%", "unreadable"],
    ["tel:030123456", "no_country_code"],
    ["tel:(030) 12 34-56", "no_country_code"],
    ["tel:030123456,,5", "no_country_code"],
    ["tel:110", "no_country_code"],
    ["tel:*%2306%23", "no_country_code"],
    ["tel:30123456;phone-context=+49", "no_country_code"],
    ["tel:", "unknown_number"],
    ["tel:,,5", "unknown_number"],
    ["tel:+49", "unknown_number"],
    ["tel:0049", "unknown_number"],
    ["tel:+1234567890123456", "unknown_number"],
    ["tel:%252B4930123456", "unknown_number"],
    ["tel:+4930123456,+4930123457", "unknown_number"],
    ["tel:+4930123456,,5,+4930123457", "unknown_number"],
    ["tel:+4930123456 or +4930123457", "unknown_number"],
    ["tel:+4930123456?call", "unknown_number"],
    ["tel:tel:+4930123456", "unknown_number"],
    ["tel:////+4930123456/../x", "unknown_number"],
    ["callto:carl.skype", "unknown_number"],
    [`tel:+4930123456${",".repeat(500)}x+`, "unknown_number"],
    [`${own}${"%61".repeat(400)}`, "too_long"],
    [`tel:+${"1".repeat(1_000_000)}`, "too_long"],
  ])("%j calls nobody", (text, reason) => {
    expect(parseLink(text)).toEqual({ kind: "invalid", reason });
  });

  it("of any text is one of the four kinds, with a value of its form", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.webUrl(),
      fc
        .tuple(
          fc.constantFrom(own, "synapse-voice:", "tel:", "callto://", "TEL:+"),
          fc.oneof(fc.string({ unit: "binary" }), fc.emailAddress(), fc.uuid(), fc.webPath()),
        )
        .map((parts) => parts.join("")),
    );
    const forms =
      /^(?:user [\da-f-]{36}|email [^\s"<>]+@[^\s"<>]+|phone \+[1-9]\d{6,14}|invalid [a-z_]+)$/u;
    fc.assert(
      fc.property(texts, (text) => {
        const { kind, ...value } = parseLink(text);
        expect(`${kind} ${Object.values(value).join(" ")}`).toMatch(forms);
      }),
    );
  });
});

describe("a link in a command line", () => {
  const carl = { kind: "email", email: "carl@acme.test" };
  const link = `${own}carl@acme.test`;

  it.each([
    [["/opt/synapse-voice", link]],
    [["electron", "/work/app", link]],
    [["/opt/synapse-voice", "--no-sandbox", "--", link]],
    [["C:\\app.exe", "--allow-file-access-from-files", "--secure-schemes=app", link]],
    [[link, "--inspect=9229"]],
    [["app", link, "--remote-debugging-port=9222", "--load-extension=/tmp/x"]],
    [["app", link, `${own}eve@acme.test`, "tel:+4930123456"]],
  ])("is found wherever it is: %j", (args) => {
    expect(linkFromArguments(args)).toEqual(carl);
  });

  it.each([
    [[]],
    [["/opt/synapse-voice"]],
    [["/opt/synapse-voice", "--inspect"]],
    [["app", `--link=${link}`]],
    [["app", `/tmp/${link}`]],
    [["app", "telephone:+4930123456", "https://acme.test/?tel:+4930123456"]],
  ])("is not made of %j", (args) => {
    expect(linkFromArguments(args)).toBeNull();
  });

  it("that is broken is not passed over for a later one", () => {
    expect(linkFromArguments(["app", "tel:110", link])).toEqual({
      kind: "invalid",
      reason: "no_country_code",
    });
  });
});
