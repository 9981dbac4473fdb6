import type { SynapseVoice } from "../api.ts";
import { createSynapseVoice } from "./loader.ts";

/** Path of the panel's chunk, relative to this script. The build inserts it. */
declare const PANEL: string;

declare global {
  interface Window {
    SynapseVoice?: SynapseVoice;
  }
}

const script = document.currentScript as HTMLScriptElement;

// If the page loads the script twice, the first instance stays.
window.SynapseVoice ??= createSynapseVoice(
  script.dataset["api"],
  (attempt) =>
    import(/* @vite-ignore */ new URL(PANEL + (attempt ? `?${attempt}` : ""), script.src).href),
);
