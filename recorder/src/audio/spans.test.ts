import { expect, it } from "vitest";
import { clipSpans, coveredMs, mergeSpans } from "./spans.ts";

const span = (fromMs: number, toMs: number, key = "a") => ({ fromMs, toMs, key });

it("spans are cut to a part, and dropped outside it", () => {
  expect(
    clipSpans([span(0, 10), span(5, 15), span(20, Infinity), span(30, 40)], span(10, 30)),
  ).toEqual([span(10, 15), span(20, 30)]);
});

it("spans of one key are joined across short pauses, also if one contains another", () => {
  const spans = [span(100, 200), span(0, 50), span(0, 500, "b"), span(60, 70), span(110, 120)];
  expect(mergeSpans(spans, ({ key }) => key, 10)).toEqual([
    span(0, 70),
    span(0, 500, "b"),
    span(100, 200),
  ]);
});

it("what several spans cover counts once", () => {
  expect(coveredMs([span(0, 10), span(5, 20, "b"), span(30, 40)])).toBe(30);
});
