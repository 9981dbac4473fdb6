const operators = [
  "eq",
  "neq",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "like",
  "ilike",
  "is",
  "match",
  "imatch",
  "isdistinct",
] as const;

export type ChangeFilter = {
  column: string;
  operator: (typeof operators)[number];
  negated: boolean;
  value: string | string[];
};

/**
 * Parses `column=eq.value,other=not.in.(a,b)`, where a comma means "and". Throws with a text for
 * the subscriber.
 */
export function parseFilters(text: string): ChangeFilter[] {
  return splitAtCommas(text).map((part) => {
    const match = /^([^=]+)=(not\.)?([a-z]+)\.(.*)$/s.exec(part);
    const operator = operators.find((known) => known === match?.[3]);
    const [, column = "", negated, , value = ""] = match ?? [];
    if (!operator) throw new Error(`Error parsing filter: ${part}`);
    return {
      column: column.trim(),
      operator,
      negated: negated !== undefined,
      value: operator === "in" ? listOf(value) : unquoted(value),
    };
  });
}

function listOf(value: string): string[] {
  if (!/^\(.*\)$/s.test(value))
    throw new Error(`Error parsing filter: the values of in stand in parentheses, not ${value}`);
  return splitAtCommas(value.slice(1, -1)).map((item) => unquoted(item.trim()));
}

function unquoted(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/gs, "$1") : value;
}

/** Splits at commas that are outside parentheses and quotes. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isQuoted && character === "\\") index += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === "(") depth += 1;
    else if (!isQuoted && character === ")") depth -= 1;
    else if (!isQuoted && depth === 0 && character === ",") {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part !== "");
}
