/** A rule: what it finds, and what stands there instead. */
type Rule = readonly [pattern: RegExp, replacement: string | ((...found: string[]) => string)];

/** A field whose value is secret, in JSON, headers and addresses, up to its value. */
const secretField =
  "\\b([\\w-]{0,40}(?:token|passw(?:or)?d|secret|api[_-]?key|supabase_?key|credential|cookie|jwt|otp|code[_-]verifier)[\\w-]{0,40}[\"']?\\s{0,9}[:=]\\s{0,9})";

/** Shows the first letter and the domain. */
const maskEmail = (_whole: string, name = "", domain = ""): string =>
  `${name.slice(0, 1)}***@${domain}`;

/** Shows the last two digits. */
const maskNumber = (whole: string): string => `***${whole.replaceAll(/\D/gu, "").slice(-2)}`;

/** Hides what follows an address, if anything does. */
const hideQuery = (_whole: string, address = "", query = ""): string =>
  query === "" ? address : `${address}?[hidden]`;

const rules: readonly Rule[] = [
  // The name of the computer's user, in the path of the home folder.
  [
    /((?<![\w.])\/(?:home|Users)\/|\b[a-z]:(?:\\{1,2}|\/)Users(?:\\{1,2}|\/))[^/\\\s"'<>:][^/\\\n"'<>:]*/giu,
    "$1[user]",
  ],
  // Whatever is in the query or the fragment of an address: tokens, names, numbers.
  // The rest is optional, so that no part of an address is searched twice.
  [/(\b[a-z][\w+.-]{0,30}:\/\/[^\s?#"'<>]*)([?#][^\s"'<>)\]}]*)?/giu, hideQuery],
  [/(\b[a-z][\w+.-]{0,30}:\/\/)[^\s/?#@"'<>]+@/giu, "$1[hidden]@"],
  [/\b((?:tel|callto|sip|sips|mailto):)[^\s"'<>)]+/giu, "$1[hidden]"],
  [/\b(authorization["']?\s{0,9}[:=]\s{0,9})(?:"[^"]*"?|[^\n"',;}]+)/giu, "$1[hidden]"],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/giu, "$1 [hidden]"],
  [new RegExp(`${secretField}(?:"(?:[^"\\\\]|\\\\.)*"?|[^\\s"',;&}]+)`, "giu"), "$1[hidden]"],
  // A JSON Web Token, also one that was cut off.
  [/\beyJ[\w-]{6,}(?:\.[\w-]*)*/gu, "[token]"],
  [/\bsb_(?:secret|publishable)_[\w-]+/gu, "[key]"],
  // Long texts of random letters and digits. Ids (UUIDs) stay.
  [/(?<![\w/.-])(?![\da-f]{8}-[\da-f]{4}-)(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{32,}/giu, "[secret]"],
  [/(?<![\w.+-])([\w.+-]{1,64})(?:@|%40)([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/gu, maskEmail],
  [/\+\d[\d ()./-]{5,18}\d/gu, maskNumber],
  [/(?<![\w.:/-])0\d{1,4}[ /-]?\d{3,}(?:[ -]\d{2,}){0,4}(?![\w.:-])/gu, maskNumber],
  [/(?<![\w.:-])\d{9,15}(?![\w.:-])/gu, maskNumber],
];

/** Removes secrets and personal data from texts. */
export interface Redactor {
  /** Remembers secrets, such as tokens of the sign-in. They are found wherever they stand. */
  hide(...secrets: readonly string[]): void;
  redact(text: string): string;
  /** Returns the secrets that were remembered. */
  secrets(): readonly string[];
}

/** Number of secrets that are remembered. An hour's token and its refresh token are two. */
const maxSecrets = 64;

/** Shorter texts are in other words, too. */
const minSecretLength = 6;

/** Creates a redactor that knows no secret yet. */
export function createRedactor(): Redactor {
  let known: readonly string[] = [];
  return {
    hide: (...secrets) => {
      const added = secrets.filter((secret) => secret.length >= minSecretLength);
      known = [...new Set([...known, ...added])].slice(-maxSecrets);
    },
    secrets: () => known,
    redact: (text) => {
      const hidden = known.reduce((so, secret) => so.replaceAll(secret, "[secret]"), text);
      return rules.reduce(
        // One call for both kinds of replacement.
        (so, [pattern, replacement]) => so.replace(pattern, replacement as string),
        hidden,
      );
    },
  };
}
