import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { PhoneNumber, PhoneNumberQuery, toE164 } from "./phone-number.ts";

describe("a phone number", () => {
  it.each([
    ["+4930123456", "+4930123456"],
    ["+49 30 123456", "+4930123456"],
    ["+49-30-123456", "+4930123456"],
    ["+49 (30) 12 34 56", "+4930123456"],
    ["+49 (0)30 123456", "+4930123456"],
    ["+49(0) 30/123456", "+4930123456"],
    ["(+49) 30 123456", "+4930123456"],
    ["+(49) 30 123456", "+4930123456"],
    ["0049 30 123456", "+4930123456"],
    ["(00)49 30 123456", "+4930123456"],
    ["  +1 (415) 555-2671 ", "+14155552671"],
    ["+1.415.555.2671", "+14155552671"],
    ["+1‑415–555—2671", "+14155552671"],
    ["+33 1 23 45 67 89", "+33123456789"],
    ["\u202A+49 30 123456\u202C", "+4930123456"],
    ["\u200E+49\u200B30123456", "+4930123456"],
    ["+683 4000", "+6834000"],
    ["+123456789012345", "+123456789012345"],
  ])("%s reads %s", (text, e164) => {
    expect(toE164(text)).toBe(e164);
    expect(v.parse(PhoneNumber, text)).toBe(e164);
    expect(v.parse(PhoneNumberQuery, text)).toBe(e164);
    expect(toE164(e164)).toBe(e164);
  });

  it.each([
    "",
    " ",
    "+",
    "00",
    "4930123456",
    "030 123456",
    "911",
    "+0 30 123456",
    "000 30 123456",
    "+49",
    "+49 (0)1234",
    "+1234567890123456",
    "++4930123456",
    "+49+30123456",
    "+49 30 123456 ext. 7",
    "+49 30 123456;ext=7",
    "+49 30 123456,,1#",
    "+49 30 12345O",
    "*#06#",
    "+49\n30123456",
    "+49\t30123456",
    "+49\u000030123456",
    "+٤٩٣٠١٢٣٤٥٦",
    "+４９３０１２３４５６",
    "%2B4930123456",
    "tel:+4930123456",
    "<b>+4930123456</b>",
    "+4930123456' OR '1'='1",
    `+4930123456${" ".repeat(64)}`,
    `+${"1".repeat(100_000)}`,
    `+1${"(".repeat(100_000)}`,
    `+1${"(0)".repeat(100_000)}`,
  ])("%j is none", (text) => {
    expect(toE164(text)).toBeNull();
    expect(v.safeParse(PhoneNumber, text).success).toBe(false);
    expect(v.safeParse(PhoneNumberQuery, text).success).toBe(false);
  });

  it("has its plus as a blank only where an address did not encode it", () => {
    expect(v.parse(PhoneNumberQuery, " 49 30 123456")).toBe("+4930123456");
    expect(toE164(" 49 30 123456")).toBeNull();
    expect(v.safeParse(PhoneNumberQuery, "  4930123456").success).toBe(false);
    expect(v.safeParse(PhoneNumberQuery, " 030123456").success).toBe(false);
  });

  it("that is refused says what is expected, and not what was given", () => {
    const [issue] = v.safeParse(PhoneNumber, "secret").issues ?? [];
    expect(issue?.message).toMatch(/country code/u);
    expect(issue?.message).not.toContain("secret");
  });
});
