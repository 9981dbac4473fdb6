import { expect, it } from "vitest";
import { anEntry } from "../../testing/samples.ts";
import { shareEntries } from "./share-entries.ts";

it("keeps the objects of calls that have not changed, wherever they are in the list", () => {
  const [one, two] = [anEntry("one", 2), anEntry("two", 1)];
  const before = [two, one];
  const changed = { ...two, duration: two.duration + 1 };
  const next = [anEntry("three", 0), changed, { ...one }];
  const shared = shareEntries(before, next);
  expect(shared).toEqual(next);
  expect(shared.map((entry, index) => entry === next[index])).toEqual([true, true, false]);
  expect(shared[2]).toBe(one);
});
