import { Email, toE164 } from "@synapse-voice/contract";
import * as v from "valibot";
import type { InvalidLink, Link } from "../../bridge/link-schemas.ts";

/** An email of 254 characters, each of them percent-encoded, and what is around it. */
const maxLength = 1_000;
const scheme = /^(?<scheme>synapse-voice|tel|callto):/iu;
/** Characters that no link has, but that could end an argument of a command line. */
const forbidden = /[\p{Cc}\u2028\u2029"<>\\^`{|}]/u;
const userId = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/iu;

/** Returns whether an argument of a command line is a link that may call somebody. */
export const isLink = (argument: string): boolean => scheme.test(argument);

/**
 * Finds the link in a command line by its scheme. Its place is not known: operating systems and
 * Chromium add switches before and after it. Returns null if there is none, and the first of
 * several.
 */
export function linkFromArguments(args: readonly string[]): Link | null {
  const found = args.find(isLink);
  return found === undefined ? null : parseLink(found);
}

/** Reads `synapse-voice://call?to=…`, `tel:…` or `callto:…`. */
export function parseLink(text: string): Link {
  if (text.length > maxLength) return invalid("too_long");
  const match = scheme.exec(text);
  if (!match) return invalid("unknown_link");
  if (forbidden.test(text)) return invalid("unreadable");
  const rest = text.slice(match[0].length);
  return match.groups?.scheme?.toLowerCase() === "synapse-voice"
    ? parseOwnLink(rest)
    : parsePhoneLink(rest);
}

const invalid = (reason: InvalidLink): Link => ({ kind: "invalid", reason });

/** Reads what follows `synapse-voice:`. Browsers may add a slash after the name of a host. */
function parseOwnLink(rest: string): Link {
  const to = /^\/\/[Cc][Aa][Ll][Ll]\/?\?to=(?<to>[^&#;=]*)$/u.exec(rest)?.groups?.to;
  if (to === undefined) return invalid("unknown_link");
  // A plus stays one: it is in many emails, and few who write a link encode it.
  const person = decode(to);
  if (person === null) return invalid("unreadable");
  if (userId.test(person)) return { kind: "user", id: person.toLowerCase() };
  const email = v.safeParse(Email, person);
  return email.success && !/\s/u.test(person)
    ? { kind: "email", email: email.output }
    : invalid("unknown_person");
}

/**
 * Matches the part that is dialled after the number: pauses and the digits after them, or an
 * extension as people write it. It names nobody further: the number is looked up and not dialled.
 */
const afterNumber = /\s*(?:,|(?:[pwx]|ext\.?)\s*(?=[\d*#]))[\d\s*#,pw.()-]*$/iu;

/** A number as it is dialled within a country, or a code of the telephone network. */
const national = /^(?!00)[\d\s*#./()-]+$/u;

/** Reads what follows `tel:` or `callto:` (RFC 3966). Parameters, such as `;ext=`, are ignored. */
function parsePhoneLink(rest: string): Link {
  const written = decode(rest.replace(/^\/\//u, ""));
  if (written === null) return invalid("unreadable");
  const [withoutParameters = ""] = written.split(";");
  const number = withoutParameters.replace(afterNumber, "");
  const e164 = toE164(number);
  if (e164 !== null) return { kind: "phone", e164 };
  return invalid(national.test(number) ? "no_country_code" : "unknown_number");
}

/** Decodes percent-encoding, once. Returns null if it is wrong or hides forbidden characters. */
function decode(text: string): string | null {
  try {
    const decoded = decodeURIComponent(text);
    return forbidden.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}
