import type { Side } from "./format.ts";
import { mergeSpans, type Span } from "./spans.ts";

/** Pauses of this length belong to an utterance. */
const hangoverMs = 400;

/** A time in which a person spoke, without longer pauses. */
export type Utterance = Span & { readonly identity: string; readonly side: Side };

export function mergeUtterances(utterances: readonly Utterance[]): Utterance[] {
  return mergeSpans(utterances, ({ identity, side }) => `${side} ${identity}`, hangoverMs);
}
