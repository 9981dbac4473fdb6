/** The parts of valibot's schemas that limit the size of a value. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly pipe?: readonly {
    readonly kind: string;
    readonly type: string;
    readonly requirement?: unknown;
  }[];
}

/** Returns the paths of the texts and lists of a schema that have no maximum length. */
export function unboundedIn(schema: unknown, path = "it"): string[] {
  const { type, entries, wrapped, item, pipe = [] } = schema as Schema;
  const checks = pipe.filter(({ kind }) => kind === "validation");
  const isBounded = checks.some(
    ({ type: check, requirement }) =>
      check === "max_length" ||
      check === "max_bytes" ||
      check === "uuid" ||
      (requirement instanceof RegExp && !grows(requirement)),
  );
  switch (type) {
    case "object":
    case "strict_object":
      return Object.entries(entries ?? {}).flatMap(([name, entry]) =>
        unboundedIn(entry, `${path}.${name}`),
      );
    case "optional":
    case "nullable":
      return unboundedIn(wrapped, path);
    case "array":
      return [...(isBounded ? [] : [path]), ...unboundedIn(item, `${path}[]`)];
    case "string":
      return isBounded ? [] : [path];
    case "picklist":
    case "boolean":
    case "number":
      return [];
    default:
      throw new Error(`no bound known for schemas of type ${type}: add it to bounds.ts`);
  }
}

/** Returns true if a pattern sets no bound: it matches a part of a text, or repeats without end. */
const grows = ({ source }: RegExp): boolean =>
  !/^\^.*\$$/u.test(source) || /(?<!\\)[*+]|\{\d+,\}/u.test(source);
