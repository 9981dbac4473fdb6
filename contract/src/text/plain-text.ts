import * as v from "valibot";

/**
 * Characters that show nothing. Some hide text, and some change the direction of the text around
 * them, so that it reads differently from what was written.
 */
const marks =
  String.raw`\xAD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u202A-\u202E` +
  String.raw`\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB`;
const marksBeyond = String.raw`\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E00FF}`;
/** Joiners and variation selectors stay, since names and emoji need them. */
const joiners = String.raw`\u180B-\u180D\u180F\u200C\u200D\uFE00-\uFE0F`;
/** Blanks, control characters, and the separators of lines and paragraphs. */
const blanks = String.raw`\s\x00-\x1F\x7F-\xA0\u2028\u2029\u2800`;

/**
 * Pattern of a text of which {@link PlainLine} leaves something, for JSON Schema. Such schemas
 * should have simple patterns. So it also matches a text that has only marks beyond U+FFFF.
 */
export const plainLinePattern = `[^${blanks}${marks}${joiners}]`;

const allMarks = new RegExp(`[${marks}${marksBeyond}]`, "gu");
const visible = new RegExp(plainLinePattern, "u");
const controls = /[\p{Cc}\u2028\u2029]/gu;
const controlsWithinLines = /[^\P{Cc}\n]|[\u2028\u2029]/gu;

function clean(text: string, breaks: RegExp): string {
  const cleaned = text.replaceAll(allMarks, "").replaceAll(breaks, " ").trim();
  return visible.test(cleaned) ? cleaned : "";
}

/**
 * Returns a name or another line as it reads: without marks that hide or reorder text. Control
 * characters and line breaks become blanks. Empty if nothing would be seen.
 */
export const plainLine = (text: string): string => clean(text, controls);

/** Does the same as {@link plainLine} to a text of several lines, which stay. */
export const plainText = (text: string): string => clean(text, controlsWithinLines);

/** A name or another line that somebody wrote. */
export const PlainLine = v.pipe(v.string(), v.transform(plainLine));

/** Makes the schema of a {@link PlainLine} that must show something. */
export const visibleLine = (maxLength: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxLength), PlainLine, v.minLength(1));
