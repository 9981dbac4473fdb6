import type { Stop } from "./clock.ts";

/**
 * Calls `enter` when the page may go to the back/forward cache, and `leave` when it is shown again.
 * No code runs in that cache, so a page must not keep there what other tabs wait for. Does nothing
 * outside browsers.
 */
export function watchPageCache({
  enter,
  leave,
}: {
  readonly enter: () => void;
  readonly leave: () => void;
}): Stop {
  const page = globalThis as Partial<Pick<Window, "addEventListener">>;
  const watching = new AbortController();
  const { signal } = watching;
  let isCached = false;
  const hide = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted || isCached) return;
    isCached = true;
    enter();
  };
  const show = (): void => {
    if (!isCached) return;
    isCached = false;
    leave();
  };
  page.addEventListener?.("pagehide", hide, { signal });
  page.addEventListener?.("pageshow", show, { signal });
  return () => watching.abort();
}
