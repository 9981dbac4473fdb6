/** Title that this module has written, and the page's own title. */
let written: { readonly title: string; readonly own: string } | null = null;

/**
 * Puts a text before the title of the tab. Null restores the page's own title. A title that the
 * page sets meanwhile becomes its own title.
 */
export function setTabTitle(text: string | null): void {
  const own = written && written.title === document.title ? written.own : document.title;
  const title = text ? [text, own].filter(Boolean).join(" · ") : own;
  if (written || text) {
    if (title !== document.title) document.title = title;
    written = text ? { title: document.title, own } : null;
  }
}
