import { endpoints } from "@synapse-voice/contract";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { unboundedIn } from "./bounds.ts";

const taken = endpoints.flatMap(({ method, path, body, query }) => [
  ...(body ? [{ name: `the body of ${method} ${path}`, schema: body }] : []),
  ...(query ? [{ name: `the query of ${method} ${path}`, schema: query }] : []),
]);

describe("nothing in a request is as long as its sender likes", () => {
  it.each(taken)("$name", ({ schema }) => expect(unboundedIn(schema)).toEqual([]));

  it("which is found wherever a bound is missing", () => {
    const lenient = v.strictObject({
      list: v.array(v.strictObject({ word: v.optional(v.pipe(v.string(), v.regex(/^a+$/u))) })),
      id: v.pipe(v.string(), v.uuid()),
      day: v.pipe(v.string(), v.regex(/^\d{1,2}$/u)),
    });
    expect(unboundedIn(lenient)).toEqual(["it.list", "it.list[].word"]);
  });
});
