/**
 * Returns sentences that say what a password lacks, from the reply of Supabase Auth (its code
 * `weak_password`). `message` names the numbers and characters that the project asks for.
 */
export function passwordHints(reasons: readonly string[], message: string): readonly string[] {
  const hints = reasons.flatMap((reason) => hintFor(reason, message) ?? []);
  return hints.length === reasons.length && hints.length > 0 ? hints : [message];
}

function hintFor(reason: string, message: string): string | undefined {
  if (reason === "length") {
    const length = /at least (\d+) characters/u.exec(message)?.[1];
    return length === undefined ? "Use a longer one." : `Use at least ${length} characters.`;
  }
  if (reason === "characters") {
    const sets = /one character of each: (.+?)\.(?: Password is known|$)/su.exec(message)?.[1];
    return sets === undefined ? undefined : `Use ${listOf(sets.split(", ").map(nameOfSet))}.`;
  }
  return reason === "pwned"
    ? "It is on a list of stolen passwords. Choose another one."
    : undefined;
}

/** Names a set of characters. Sets that nobody would recognise are shown as they are. */
function nameOfSet(set: string): string {
  const names = [
    [/^[a-z]+$/u, "a small letter"],
    [/^[A-Z]+$/u, "a capital letter"],
    [/^[a-zA-Z]+$/u, "a letter"],
    [/^[0-9]+$/u, "a digit"],
    [/^[^a-zA-Z0-9]{8,}$/u, "a symbol such as ! or ?"],
  ] as const;
  return names.find(([pattern]) => pattern.test(set))?.[1] ?? `one of ${set}`;
}

const listOf = (names: readonly string[]): string =>
  new Intl.ListFormat("en", { type: "conjunction" }).format(names);
