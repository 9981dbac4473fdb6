import type { Emit } from "../api.ts";

/** Dispatches an event `synapse-voice:<name>` on the page's document. */
export const emit: Emit = (name, detail) =>
  document.dispatchEvent(new CustomEvent(`synapse-voice:${name}`, { detail }));
