import { plainLine, type Disposition } from "@synapse-voice/contract";

/** A disposition in the form. */
export interface DispositionDraft {
  /** Id of a stored one, which stays. A new one has an id of the form alone until it is saved. */
  readonly id: string;
  readonly label: string;
  readonly isNew: boolean;
}

/** Returns the dispositions of the API as the form edits them. */
export const draftOfDispositions = (
  dispositions: readonly Disposition[],
): readonly DispositionDraft[] => dispositions.map((one) => ({ ...one, isNew: false }));

/** Adds an empty disposition at the end. */
export function withNew(drafts: readonly DispositionDraft[]): readonly DispositionDraft[] {
  const ids = new Set(drafts.map(({ id }) => id));
  let count = 1;
  // Stored ids have no colon.
  while (ids.has(`new:${count}`)) count += 1;
  return [...drafts, { id: `new:${count}`, label: "", isNew: true }];
}

/** Moves a disposition up (-1) or down (1). */
export function moved(
  drafts: readonly DispositionDraft[],
  index: number,
  by: -1 | 1,
): readonly DispositionDraft[] {
  const one = drafts[index];
  if (one === undefined || drafts[index + by] === undefined) return drafts;
  return drafts.toSpliced(index, 1).toSpliced(index + by, 0, one);
}

/** Longest part of an id that is made from the label. The rest is for a number. */
const maxIdFromLabel = 36;

/** Makes an id from a label, such as `call-again`, with a number if it is taken. */
function idFromLabel(label: string, taken: ReadonlySet<string>): string {
  const words = label
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[a-z0-9]+/gu);
  // A label in another script has no such letters.
  const base = (words ?? ["outcome"]).join("-").slice(0, maxIdFromLabel).replace(/-$/u, "");
  let id = base;
  for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`;
  return id;
}

/**
 * Returns the dispositions in the form of the API. A new one gets an id that no other one has, as
 * calls may still have the id of one that is removed. If a removed one had the same label, it comes
 * back with its id.
 */
export function dispositionsOfDraft(
  drafts: readonly DispositionDraft[],
  stored: readonly Disposition[],
): Disposition[] {
  const removed = stored.filter(({ id }) => !drafts.some((draft) => draft.id === id));
  const taken = new Set([...drafts, ...stored].map(({ id }) => id));
  return drafts.map((draft) => {
    const label = plainLine(draft.label);
    if (!draft.isNew) return { id: draft.id, label };
    const id = removed.find((one) => one.label === label)?.id ?? idFromLabel(label, taken);
    taken.add(id);
    return { id, label };
  });
}

function problemOf(label: string, others: readonly DispositionDraft[]): string | undefined {
  const line = plainLine(label);
  if (line === "") return "Give the outcome a name.";
  const isTaken = others.some(
    (other) => plainLine(other.label).toLowerCase() === line.toLowerCase(),
  );
  return isTaken ? "This outcome is in the list already." : undefined;
}

/**
 * Returns the problems by position, undefined for a valid disposition. Returns null if all are
 * valid. Of two with one name, the later one has the problem.
 */
export function problemsOfDispositions(
  drafts: readonly DispositionDraft[],
): readonly (string | undefined)[] | null {
  const problems = drafts.map(({ label }, index) => problemOf(label, drafts.slice(0, index)));
  return problems.every((problem) => problem === undefined) ? null : problems;
}
