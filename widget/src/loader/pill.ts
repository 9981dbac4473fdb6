import type { Settings } from "../api.ts";
import css from "./pill.css?inline";

/**
 * Creates the button in its own shadow root. It creates each node by itself, because the page's
 * policy may require Trusted Types.
 */
export function createPill({ position = "right", label, accent }: Settings): {
  element: HTMLElement;
  root: ShadowRoot;
  pill: HTMLButtonElement;
} {
  const element = document.createElement("synapse-voice");
  const root = element.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  element.style.cssText = `${position}:20px${accent ? `;--accent:${accent}` : ""}`;
  const pill = document.createElement("button");
  pill.className = "pill";
  pill.ariaHasPopup = "dialog";
  pill.append(label || "Need help?");
  root.append(pill);
  return { element, root, pill };
}
