/**
 * The part of valibot that parses replies, in a third of a kilobyte: the panel's bundle has this in
 * place of valibot. It accepts and refuses the same replies and gives the same results, but does
 * not say what is wrong with them. A schema is a function that gives back what it accepts and
 * throws otherwise.
 */
type Schema = (value: unknown) => unknown;

const when =
  (fits: (value: never) => unknown): Schema =>
  (value) => {
    if (fits(value as never)) return value;
    throw new TypeError("mismatch");
  };

export const string = /* @__NO_SIDE_EFFECTS__ */ (): Schema =>
  when((value) => typeof value === "string");
/** No NaN, either. */
export const number = /* @__NO_SIDE_EFFECTS__ */ (): Schema => when((value) => +value === value);
export const boolean = /* @__NO_SIDE_EFFECTS__ */ (): Schema =>
  when((value) => typeof value === "boolean");
export const picklist = /* @__NO_SIDE_EFFECTS__ */ (options: readonly unknown[]): Schema =>
  when((value) => options.includes(value));
export const isoTimestamp = /* @__NO_SIDE_EFFECTS__ */ (): Schema =>
  when((value) => /^\d{4}(-\d\d){2}T\d.*[Z\d]$/u.test(value) && !Number.isNaN(Date.parse(value)));
export const nullable =
  /* @__NO_SIDE_EFFECTS__ */
  (schema: Schema): Schema =>
    (value) =>
      value === null ? value : schema(value);
export const optional =
  /* @__NO_SIDE_EFFECTS__ */
  (schema: Schema): Schema =>
    (value) =>
      value === undefined ? value : schema(value);
export const pipe =
  /* @__NO_SIDE_EFFECTS__ */
  (...schemas: Schema[]): Schema =>
    (value) => {
      let result = value;
      for (const schema of schemas) result = schema(result);
      return result;
    };
export const array = /* @__NO_SIDE_EFFECTS__ */ (schema: Schema): Schema =>
  pipe(when(Array.isArray), (value) => (value as unknown[]).map((item) => schema(item)));
export const object = /* @__NO_SIDE_EFFECTS__ */ (entries: Record<string, Schema>): Schema =>
  pipe(
    when((value) => value && typeof value === "object"),
    (value) => {
      const result: Record<string, unknown> = {};
      for (const key in entries) {
        const found = entries[key]?.((value as Record<string, unknown>)[key]);
        if (found !== undefined) result[key] = found;
      }
      return result;
    },
  );

export const parse = (schema: Schema, value: unknown): unknown => schema(value);
export const safeParse = (
  schema: Schema,
  value: unknown,
): { success: boolean; output?: unknown } => {
  try {
    return { success: true, output: schema(value) };
  } catch {
    return { success: false };
  }
};

export const fallback =
  /* @__NO_SIDE_EFFECTS__ */
  (schema: Schema, otherwise: unknown): Schema =>
    (value) => {
      try {
        return schema(value);
      } catch {
        return otherwise;
      }
    };

/** What only requests are checked with: named in the contract, in no bundle of ours. */
const serversOwn = /* @__NO_SIDE_EFFECTS__ */ (): Schema => when(() => false);
export {
  serversOwn as check,
  serversOwn as email,
  serversOwn as integer,
  serversOwn as maxLength,
  serversOwn as maxValue,
  serversOwn as minLength,
  serversOwn as minValue,
  serversOwn as partial,
  serversOwn as regex,
  serversOwn as strictObject,
  serversOwn as toLowerCase,
  serversOwn as transform,
  serversOwn as trim,
  serversOwn as uuid,
};
