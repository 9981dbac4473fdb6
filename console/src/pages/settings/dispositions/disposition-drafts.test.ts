import { describe, expect, it } from "vitest";
import { Dispositions, maxDispositions } from "@synapse-voice/contract";
import * as v from "valibot";
import {
  dispositionsOfDraft,
  draftOfDispositions,
  moved,
  problemsOfDispositions,
  withNew,
  type DispositionDraft,
} from "./disposition-drafts.ts";

const stored = [
  { id: "solved", label: "Solved" },
  { id: "lost", label: "Lost" },
];
const drafts = draftOfDispositions(stored);
const aNew = (label: string, id = "new:1"): DispositionDraft => ({ id, label, isNew: true });
const idOf = (label: string, others = drafts): string | undefined =>
  dispositionsOfDraft([...others, aNew(label)], stored).at(-1)?.id;

describe("the id of a new outcome", () => {
  it.each([
    ["Call again", "call-again"],
    [" Wants a refund (>100 €) ", "wants-a-refund-100"],
    ["Zurück gerufen", "zuruck-gerufen"],
    ["已解决", "outcome"],
    ["Solved!", "solved-2"],
    [
      "A label of sixty characters, which is the longest that exists",
      "a-label-of-sixty-characters-which-is",
    ],
  ])("is made from its label: %s", (label, id) => {
    expect(idOf(label)).toBe(id);
  });

  it("is another one for each, and fits the contract for as many as there can be", () => {
    const many = Array.from({ length: maxDispositions }, (_one, at) =>
      aNew(`${"x".repeat(40)}${at}`, `new:${at}`),
    );
    expect(v.is(Dispositions, dispositionsOfDraft(many, stored))).toBe(true);
  });

  it("is the old one if an outcome comes back under the same label", () => {
    expect(idOf("Lost", drafts.slice(0, 1))).toBe("lost");
    expect(idOf("Lost!", drafts.slice(0, 1))).toBe("lost-2");
  });

  it("of a stored outcome stays when its label changes", () => {
    const renamed = drafts.map((one) => ({ ...one, label: `${one.label} now ` }));
    expect(dispositionsOfDraft(renamed, stored)).toEqual([
      { id: "solved", label: "Solved now" },
      { id: "lost", label: "Lost now" },
    ]);
  });
});

describe("the list of outcomes", () => {
  const labels = (list: readonly DispositionDraft[]) => list.map(({ label }) => label);

  it("is ordered, and keeps its ends", () => {
    expect(labels(moved(drafts, 1, -1))).toEqual(["Lost", "Solved"]);
    expect(labels(moved(drafts, 0, 1))).toEqual(["Lost", "Solved"]);
    expect(moved(drafts, 0, -1)).toBe(drafts);
    expect(moved(drafts, 1, 1)).toBe(drafts);
  });

  it("tells new ones apart before they have an id", () => {
    const three = withNew(withNew(withNew([])));
    const left = withNew(three.filter(({ id }) => id !== "new:2"));
    expect(left.map(({ id }) => id)).toEqual(["new:1", "new:3", "new:2"]);
  });

  it("needs names, each of them once", () => {
    expect(problemsOfDispositions(drafts)).toBeNull();
    expect(problemsOfDispositions([...drafts, aNew("\u200B"), aNew("solved ")])).toEqual([
      undefined,
      undefined,
      "Give the outcome a name.",
      "This outcome is in the list already.",
    ]);
  });
});
