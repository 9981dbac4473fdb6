import type { Deed } from "./testing/deeds.ts";

/** Sequences that once failed, as `npm run soak:calls` printed them; every run begins with them. */
export const regressions: readonly { readonly name: string; readonly deeds: readonly Deed[] }[] = [];
