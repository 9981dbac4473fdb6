/** Returns the address of a page on the web, or null for any other text. */
export function pageAddress(text: string): URL | null {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
