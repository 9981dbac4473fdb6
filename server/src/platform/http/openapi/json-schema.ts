import { plainLinePattern } from "@synapse-voice/contract";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

type JsonSchema = Record<string, unknown>;
type ConvertedSchema = ReturnType<typeof toJsonSchema>;

/**
 * Converts a schema to JSON Schema. Lengths of texts are in UTF-16 units, as in JavaScript. A limit
 * in bytes becomes a limit of the length. Transformations and checks of several fields together are
 * left out.
 */
export function jsonSchemaOf(schema: v.GenericSchema, typeMode: "input" | "output"): JsonSchema {
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    typeMode,
    errorMode: "ignore",
    target: "draft-2020-12",
    overrideSchema: ({ jsonSchema }) => asPlainArray(jsonSchema),
    overrideAction: ({ valibotAction, jsonSchema }) => {
      // The format `email` of JSON Schema allows other addresses.
      if (valibotAction.type === "rfc_email" && "requirement" in valibotAction)
        return { ...jsonSchema, format: undefined, pattern: sourceOf(valibotAction.requirement) };
      // JSON Schema can't count bytes. A text has at least one byte per character.
      if (valibotAction.type === "max_bytes" && "requirement" in valibotAction)
        return { ...jsonSchema, maxLength: Number(valibotAction.requirement) };
      // A text that must not be empty must show something: blanks or hidden marks are not enough.
      return valibotAction.type === "min_length" &&
        "requirement" in valibotAction &&
        valibotAction.requirement === 1
        ? { ...jsonSchema, minLength: 1, pattern: plainLinePattern }
        : null;
    },
  });
  return rest;
}

/** Describes a tuple without `prefixItems`, which many tools for OpenAPI don't read. */
function asPlainArray({ prefixItems, ...jsonSchema }: ConvertedSchema): ConvertedSchema | null {
  if (prefixItems === undefined) return null;
  return { ...jsonSchema, items: { anyOf: prefixItems }, maxItems: prefixItems.length };
}

const sourceOf = (pattern: unknown): string | undefined =>
  pattern instanceof RegExp ? pattern.source : undefined;
