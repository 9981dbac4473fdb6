import type { Stop } from "./clock.ts";

const wakeEvents = ["online", "pageshow", "resume"];

/**
 * Calls `wake` when the connection is worth a try at once: the browser is back online, the page
 * came out of the back/forward cache, or a frozen page was resumed. Does nothing outside browsers.
 */
export function watchBrowser(wake: () => void): Stop {
  const page = globalThis.window;
  if (!page?.addEventListener) return () => {};
  const listener = (event: Event): void => {
    // The first `pageshow` is the page's start: there is nothing to wake.
    if (event.type !== "pageshow" || (event as PageTransitionEvent).persisted) wake();
  };
  const listening = new AbortController();
  // In the capture phase, as "resume" is an event of the document and does not bubble.
  for (const name of wakeEvents)
    page.addEventListener(name, listener, { capture: true, signal: listening.signal });
  return () => listening.abort();
}
