import { describe, expect, it } from "vitest";
import { parseFilters } from "./change-filters.ts";

describe("filters of postgres_changes", () => {
  it.each([
    ["", []],
    ["id=eq.5", [{ column: "id", operator: "eq", negated: false, value: "5" }]],
    ["text=not.is.null", [{ column: "text", operator: "is", negated: true, value: "null" }]],
    ['name=eq."a, b"', [{ column: "name", operator: "eq", negated: false, value: "a, b" }]],
    [
      "at=gte.2026-11-22T10:00:00.5",
      [{ column: "at", operator: "gte", negated: false, value: "2026-11-22T10:00:00.5" }],
    ],
    [
      'id=in.(1, 2,"3,4"),b=lt.x',
      [
        { column: "id", operator: "in", negated: false, value: ["1", "2", "3,4"] },
        { column: "b", operator: "lt", negated: false, value: "x" },
      ],
    ],
  ])("reads %j", (text, filters) => {
    expect(parseFilters(text)).toEqual(filters);
  });

  it.each(["id", "id=5", "id=about.5", "id=in.1,2", "=eq.5,"])("refuses %j", (text) => {
    expect(() => parseFilters(text)).toThrow("Error parsing filter");
  });
});
