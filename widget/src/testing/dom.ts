/** Adds `adoptedStyleSheets` to jsdom, which has constructable style sheets but can't adopt them. */
export function adoptStyleSheets(): void {
  CSSStyleSheet.prototype.replaceSync ??= () => {};
  Object.defineProperty(ShadowRoot.prototype, "adoptedStyleSheets", {
    configurable: true,
    writable: true,
    value: [],
  });
}

/** Returns the accessible names of the visible buttons, in order. */
export const buttonsIn = (root: ShadowRoot): string[] =>
  [...root.querySelectorAll("button")]
    .filter((button) => !button.hidden)
    .map((button) => button.getAttribute("aria-label") ?? button.textContent);

/** Returns the visible button with this accessible name. */
export function buttonNamed(root: ShadowRoot, name: string): HTMLButtonElement {
  const button = [...root.querySelectorAll("button")].find(
    (candidate) =>
      !candidate.hidden && (candidate.getAttribute("aria-label") ?? candidate.textContent) === name,
  );
  if (!button) throw new Error(`There is no button "${name}", only ${buttonsIn(root).join(", ")}`);
  return button;
}
