import type { PanelHost, Settings } from "../api.ts";
import css from "./pill.css?inline";

/**
 * Shows the button in a shadow root of its own. `load` runs when somebody comes near, and `open` at
 * a click. If `open` rejects, the button says so. Each node is created by itself, because the
 * page's policy may require Trusted Types.
 */
export function showPill(
  settings: Settings,
  load: () => unknown,
  open: () => Promise<unknown>,
): PanelHost {
  const text = settings.label || "Need help?";
  const element = document.createElement("synapse-voice");
  const root = element.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const accent = settings.accent ? `;--accent:${settings.accent}` : "";
  element.style = `${settings.position || "right"}:20px${accent}`;
  const pill = document.createElement("button");
  pill.className = "pill";
  pill.ariaHasPopup = "dialog";
  pill.textContent = text;
  // Properties need fewer bytes than listeners. Nobody else uses this button.
  // oxlint-disable unicorn/prefer-add-event-listener
  pill.onpointerenter = pill.onfocus = load;
  pill.onclick = () =>
    open().then(
      () => (pill.textContent = text),
      () => (pill.textContent = "Try again"),
    );
  // oxlint-enable unicorn/prefer-add-event-listener
  root.append(pill);
  document.body.append(element);
  return { root, pill, settings };
}
