import * as v from "valibot";

/** Longest `crmUrl`, in characters. */
export const maxCrmUrl = 500;

/** Fields of a customer that an address of the CRM can name. */
export interface CrmCustomer {
  /** Supabase user id. */
  readonly id: string;
  /** Empty or null for none. */
  readonly email: string | null;
  /** In E.164. Null for none. */
  readonly phone: string | null;
}

/** An address as an example for people. */
export const exampleCrmUrl = "https://crm.example.com/contacts/{id}";

const placeholders: Readonly<Record<string, (customer: CrmCustomer) => string | null>> = {
  "{id}": ({ id }) => id,
  "{email}": ({ email }) => email,
  "{phone}": ({ phone }) => phone,
};
const placeholder = String.raw`\{(?:id|email|phone)\}`;
/** The ASCII characters of an address. The name of a website has no sign-in and no encoded ones. */
const character = "[!#-;=?-\\[\\]_a-z~]";
const siteCharacter = "[!$&-.0-;=A-\\[\\]_a-z~]";

/**
 * Matches an address with placeholders. It is https, and they are in the path, the query or the
 * fragment.
 */
export const crmUrlPattern = new RegExp(
  `^https://${siteCharacter}+[/?#](?=.*${placeholder})(?:${character}|${placeholder})*$`,
  "u",
);

const notAPage = `This is not an address of a page: ${exampleCrmUrl}`;

/** Returns the site of an address that matches the pattern; null if it names none. */
function originOf(address: string): string | null {
  try {
    const { origin, username, password } = new URL(address);
    return username === "" && password === "" ? origin : null;
  } catch {
    return null;
  }
}

/** Returns true for `.` and `..` in the path, also encoded: a browser would leave them out. */
const hasDots = (address: string): boolean =>
  /\/(?:\.|%2e){1,2}(?:\/|$)/iu.test(address.split(/[?#]/u, 1)[0] ?? "");

/**
 * Returns the reason why a text can't be the address of customers in a CRM, as people read it. Null
 * if it can.
 */
export function crmUrlProblem(text: string): string | null {
  if (text.length > maxCrmUrl) return `An address has at most ${maxCrmUrl} characters.`;
  if (/[^!-~]/u.test(text))
    return "An address has no blanks, and other letters than A to Z are written like %C3%BC in it.";
  if (!text.startsWith("https://"))
    return `The address must begin with https:// as in ${exampleCrmUrl}`;
  const unknown = text.replaceAll(new RegExp(placeholder, "gu"), "").match(/\{[^{}]*\}?|\}/u)?.[0];
  if (unknown !== undefined)
    return `“${unknown}” can't be filled in. Use {id}, {email} or {phone}.`;
  const inSite = /^https:\/\/[^/?#]*?(\{\w+\})/u.exec(text)?.[1];
  if (inSite !== undefined)
    return `${inSite} can't be in the name of the website: ${exampleCrmUrl}`;
  if (!text.includes("{")) return "Say where the customer goes: {id}, {email} or {phone}.";
  return crmUrlPattern.test(text) && originOf(text) !== null && !hasDots(text) ? null : notAPage;
}

/**
 * Address of a customer in a tenant's CRM, with at least one of `{id}` (the Supabase user id),
 * `{email}` and `{phone}`, and no other placeholder.
 */
export const CrmUrl = v.pipe(
  v.string(),
  v.maxLength(maxCrmUrl),
  v.regex(crmUrlPattern, ({ input }) => crmUrlProblem(input) ?? notAPage),
  // The pattern can't tell whether the website and the path can be.
  v.check((text) => !crmUrlPattern.test(text) || crmUrlProblem(text) !== notAPage, notAPage),
);

/** Encodes a value, so that it can't end the part of the address that it is in. */
function encode(value: string | null): string | null {
  if (value === null || value === "") return null;
  try {
    return encodeURIComponent(value);
  } catch {
    // Half a character of UTF-16.
    return null;
  }
}

/**
 * Returns the address of a customer in the CRM. Null if the template is not valid, if the customer
 * lacks what it names, or if the values would lead to another place.
 */
export function crmAddress(template: string, customer: CrmCustomer): string | null {
  if (crmUrlProblem(template) !== null) return null;
  let isComplete = true;
  const address = template.replaceAll(new RegExp(placeholder, "gu"), (name) => {
    const value = encode(placeholders[name]?.(customer) ?? null);
    isComplete &&= value !== null;
    return value ?? "";
  });
  const isSafe = isComplete && originOf(address) === originOf(template) && !hasDots(address);
  return isSafe ? address : null;
}
