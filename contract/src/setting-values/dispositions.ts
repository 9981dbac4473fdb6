import * as v from "valibot";
import { visibleLine } from "../text/plain-text.ts";

/** Most dispositions that a tenant can have. */
export const maxDispositions = 50;

/** Longest label of a disposition, in characters. */
export const maxDispositionLabel = 60;

/** Matches the id of a disposition. */
export const dispositionIdPattern = /^[a-z0-9][a-z0-9_-]{0,39}$/u;

/** A result of a call that agents can choose, such as `Solved`. */
export const Disposition = v.strictObject({
  /** Stays the same when the label changes. Lower-case letters, digits, `_` and `-`. */
  id: v.pipe(v.string(), v.regex(dispositionIdPattern)),
  label: visibleLine(maxDispositionLabel),
});
export type Disposition = v.InferOutput<typeof Disposition>;

/** The dispositions of a tenant, in the order in which agents see them. */
export const Dispositions = v.pipe(
  v.array(Disposition),
  v.maxLength(maxDispositions),
  v.check(
    (dispositions) => new Set(dispositions.map(({ id }) => id)).size === dispositions.length,
    "two dispositions with one id",
  ),
);
