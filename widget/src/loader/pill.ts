import type { Settings } from "../api.ts";
import css from "./pill.css?inline";

const svg = "http://www.w3.org/2000/svg";
const headphones =
  "M3 14h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-7a9 9 0 0 1 18 0v7a2 2 0 0 1-2 2h-1a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2h3";

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
  element.style[position] = "20px";
  element.style.setProperty("--accent", accent || "");
  const icon = document.createElementNS(svg, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.appendChild(document.createElementNS(svg, "path")).setAttribute("d", headphones);
  const pill = document.createElement("button");
  pill.className = "pill";
  pill.ariaHasPopup = "dialog";
  pill.append(icon, label || "Need help?");
  root.append(pill);
  return { element, root, pill };
}
