import css from "./recordings.css?inline";

let isAdopted = false;

/** Adds the player's style sheet to the page. So it is no part of what loads first. */
export function adoptStyles(): void {
  // Tests run where no style sheet can be adopted.
  if (isAdopted || !("adoptedStyleSheets" in document)) return;
  isAdopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
