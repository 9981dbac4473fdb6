import * as v from "valibot";

/** Longest text that is read as a phone number: 15 digits with what people write between them. */
const maxLength = 64;

/**
 * Blanks, dashes, dots, slashes and closing brackets that people write between the digits, and the
 * marks that address books add to keep a number from left to right.
 */
const separators = String.raw`[ .)/\-\xA0\xAD\u2000-\u2015\u202A-\u202F\u2060-\u2069\u2212\uFEFF]`;
/** A bracket opens a group of digits. `(0)` is a digit that is dialled only within the country. */
const between = String.raw`(?:${separators}|\((?!0\)))*`;
const betweenDigits = String.raw`(?:${separators}|\(0\)|\((?!0\)))*`;
/** E.164: at most 15 digits with the country code, which never begins with 0. */
const digits = `[1-9](?:${betweenDigits}[0-9]){6,14}${betweenDigits}`;

const written = new RegExp(String.raw`^${between}(?:\+|00)${between}${digits}$`, "u");
/** A `+` that was not encoded arrives as a blank. */
const writtenInQuery = new RegExp(
  String.raw`^(?:${between}(?:\+|00)| (?=[1-9]))${between}${digits}$`,
  "u",
);

const expected =
  "expected a phone number with its country code, such as +49 30 123456 or 0049 30 123456";

/** Expects a text that matches {@link writtenInQuery}. */
function normalise(text: string): string {
  const dialled = text.replaceAll("(0)", "").replaceAll(/[^0-9]/gu, "");
  return `+${dialled.replace(/^00/u, "")}`;
}

/**
 * Returns a phone number in E.164, such as `+4930123456`. The text must have the country code, with
 * `+` or `00` before it. Null if it is no such number.
 */
export const toE164 = (text: string): string | null =>
  text.length <= maxLength && written.test(text) ? normalise(text) : null;

/* @__NO_SIDE_EFFECTS__ */
const phoneNumber = (pattern: RegExp) =>
  v.pipe(
    v.string(),
    v.maxLength(maxLength),
    v.regex(pattern, expected),
    v.transform((text) => normalise(text)),
  );

/** A phone number as people write it. It becomes E.164. */
export const PhoneNumber = phoneNumber(written);

/** The same as a parameter of an address. */
export const PhoneNumberQuery = phoneNumber(writtenInQuery);
