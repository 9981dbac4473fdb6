import type { Stop } from "./clock.ts";

const wakingEvents = ["online", "pageshow", "resume"];

/**
 * After these the connection is worth trying at once: back online, back out of the history,
 * unfrozen.
 */
export function watchBrowser(wake: () => void): Stop {
  const page = globalThis.window;
  if (!page?.addEventListener) return () => {};
  const woken = (event: Event): void => {
    // The first time a page shows there is nothing to wake.
    if (event.type !== "pageshow" || (event as PageTransitionEvent).persisted) wake();
  };
  const listening = new AbortController();
  // In the capture phase, as "resume" is the document's and does not bubble.
  for (const name of wakingEvents)
    page.addEventListener(name, woken, { capture: true, signal: listening.signal });
  return () => listening.abort();
}
