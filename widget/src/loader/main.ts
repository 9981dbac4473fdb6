import type { SynapseVoice } from "../api.ts";
import { createSynapseVoice } from "./loader.ts";

/** Path of the panel's chunk beside this script; the build puts it in. */
declare const PANEL: string;

declare global {
  interface Window {
    SynapseVoice?: SynapseVoice;
  }
}

const script = document.currentScript as HTMLScriptElement;

// A second load of the script finds the first one at work.
window.SynapseVoice ??= createSynapseVoice(
  script.dataset["api"],
  (attempt) =>
    import(/* @vite-ignore */ new URL(PANEL + (attempt ? `?${attempt}` : ""), script.src).href),
);
