import type { SynapseVoice, WarningsModule } from "../api.ts";
import { createSynapseVoice } from "./loader.ts";

/** Path of the panel's chunk, relative to this script. The build inserts it. */
declare const PANEL: string;

declare global {
  interface Window {
    SynapseVoice?: SynapseVoice;
  }
}

const script = document.currentScript as HTMLScriptElement;
/** `import` converts the URL to a string. Only its type demands one. */
const load = (path: string) =>
  import(/* @vite-ignore */ new URL(path, script.src) as unknown as string);

// If the page loads the script twice, the first instance stays.
window.SynapseVoice ??= createSynapseVoice(
  script.dataset["api"],
  (attempt) => load(PANEL + (attempt ? `?${attempt}` : "")),
  (...facts) =>
    load("warnings.js").then(
      (module: WarningsModule) => module.warn(...facts),
      () => {},
    ),
);
