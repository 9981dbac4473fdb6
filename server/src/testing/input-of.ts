import * as fc from "fast-check";

/**
 * Texts of all kinds: plain, empty, huge, with any character, with NUL, with half of a surrogate
 * pair, and code of other languages.
 */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(fc.integer({ min: 0, max: 0xff_ff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udfff\ud800",
    "\u{1F600}",
    "\u202Eevil",
    '\'; DROP TABLE "CallLog"; --',
    "%_\\",
    "<script>",
    "x".repeat(1_500),
    "__proto__",
    "NaN",
    "(",
    "[",
    "*",
    "\\",
    "%",
    "%zz",
    "🇩🇪".repeat(50),
  ),
);

/** The parts of valibot's schemas that the contract uses. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly Part[];
}
interface Part extends Omit<Schema, "type"> {
  readonly kind: string;
  readonly type: string;
  readonly requirement?: unknown;
}

/** Makes inputs for a schema. Most are well-formed and use ids that exist. */
export function inputOf(schema: unknown, ids: readonly string[]): fc.Arbitrary<unknown> {
  const { type, entries, wrapped, item, options, pipe = [] } = schema as Schema;
  const inner = (of: Schema | undefined): fc.Arbitrary<unknown> =>
    of ? inputOf(of, ids) : fc.constant(null);
  switch (type) {
    case "object":
    case "strict_object": {
      const fields = Object.entries(entries ?? {});
      const required = fields
        .filter(([, field]) => field.type !== "optional")
        .map(([name]) => name);
      return fc.record(Object.fromEntries(fields.map(([name, field]) => [name, inner(field)])), {
        requiredKeys: required,
      });
    }
    case "optional":
      return inner(wrapped);
    case "nullable":
      return fc.option(inner(wrapped), { nil: null });
    case "array":
      return fc.array(inner(item), { maxLength: numberOf(pipe, "max_length") ?? 5 });
    case "picklist":
      return fc.constantFrom(...(options ?? []));
    case "boolean":
      return fc.boolean();
    case "number":
      return fc.integer({
        min: numberOf(pipe, "min_value") ?? -10,
        max: numberOf(pipe, "max_value") ?? 10_000,
      });
    case "string":
      return stringOf(pipe, ids);
    default:
      throw new Error(`no values for schemas of type ${type}: add it to input-of.ts`);
  }
}

const partOf = (pipe: readonly Part[], type: string): Part | undefined =>
  pipe.find((part) => part.kind === "validation" && part.type === type);
const numberOf = (pipe: readonly Part[], type: string): number | undefined => {
  const requirement = partOf(pipe, type)?.requirement;
  return typeof requirement === "number" ? requirement : undefined;
};

/** A body is well-formed only if all its fields are: so one field in nine is odd. */
const mostlyFrom = (usual: fc.Arbitrary<string>, odd: fc.Arbitrary<string>) =>
  fc.oneof({ arbitrary: usual, weight: 8 }, { arbitrary: odd, weight: 1 });

/** fast-check makes no texts for a pattern that looks ahead. The contract has that of phone numbers. */
const looksAhead = /\(\?[!=]/u;
const phoneNumber = mostlyFrom(
  fc.stringMatching(/^\+[1-9][0-9]{6,14}$/u),
  fc.constantFrom("+49 (0)30/123-456", " 4930123456", "0049 30 123456", "+49", "030 123456"),
);

function stringOf(pipe: readonly Part[], ids: readonly string[]): fc.Arbitrary<string> {
  const pattern = partOf(pipe, "regex")?.requirement;
  if (partOf(pipe, "uuid"))
    return fc.oneof(
      { arbitrary: fc.constantFrom(...ids, ...ids.map((id) => id.toUpperCase())), weight: 4 },
      { arbitrary: fc.uuid(), weight: 1 },
    );
  if (partOf(pipe, "email"))
    return mostlyFrom(
      fc.uuid().map((name) => `${name}@test.test`),
      fc.emailAddress(),
    );
  if (partOf(pipe, "check"))
    return mostlyFrom(
      fc.constantFrom("Europe/Berlin", "UTC", "Asia/Kathmandu"),
      fc.constantFrom("Nowhere/Else", "\0"),
    );
  if (pattern instanceof RegExp)
    return looksAhead.test(pattern.source) ? phoneNumber : fc.stringMatching(pattern);
  const maxLength = Math.min(numberOf(pipe, "max_length") ?? 100, 200);
  const plain = fc.string({ minLength: numberOf(pipe, "min_length") ?? 0, maxLength });
  return mostlyFrom(plain, text);
}
