import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

type JsonSchema = Record<string, unknown>;

/**
 * What JSON Schema can say of a schema. Lengths of texts are counted in UTF-16 units, as JavaScript
 * does; transformations, and checks of several fields together, are the server's own business.
 */
export function jsonSchemaOf(schema: v.GenericSchema, typeMode: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    typeMode,
    errorMode: "ignore",
    target: "draft-2020-12",
    overrideAction: ({ valibotAction, jsonSchema }) => {
      if (valibotAction.type === "email")
        return { ...jsonSchema, format: undefined, pattern: emailPattern };
      // Texts that must not be empty are trimmed first: blanks alone are nothing.
      return valibotAction.type === "min_length" &&
        "requirement" in valibotAction &&
        valibotAction.requirement === 1
        ? { ...jsonSchema, minLength: 1, pattern: String.raw`\S` }
        : null;
    },
  });
  return rest;
}

/**
 * valibot's own, with its flag for capital letters written out; the format `email` draws the line
 * elsewhere.
 */
const emailPattern = String.raw`^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9]+([.-][A-Za-z0-9]+)*\.[A-Za-z]{2,}$`;
