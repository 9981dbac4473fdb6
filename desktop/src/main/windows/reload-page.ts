import { systemClock, type ClientClock } from "@synapse-voice/client";

/** Times in ms before a page whose process ended is loaded again. After one more end, none is. */
const reloadDelaysMs = [0, 0, 0, 250, 500, 1_000, 2_000, 2_000, 2_000];
/** A page that ran for this many ms starts again with the first delay. */
const stableAfterMs = 60_000;

/** Actions on a page whose process ended. */
export interface EndedPage {
  reload(): void;
  /**
   * Says that the page ended ten times in a row. Resolves once the person wants to try again, or
   * the signal fires, which takes the question back.
   */
  askToRetry(signal: AbortSignal): Promise<void>;
}

/** Loads a page again. */
export interface PageReloads {
  /** The page's process ended. */
  onEnd(): void;
  /** The page has loaded. That takes a question back: it may come by itself. */
  onLoad(): void;
  /** The person needs the page: takes the question back, if one is asked, and loads the page. */
  retry(): void;
  /** The page's window is gone for good. */
  stop(): void;
}

/**
 * Loads a page again whenever its process ends: at once at first, then after delays that grow.
 * After ten ends in a row it waits until the person wants to try again.
 */
export function createPageReloads(page: EndedPage, clock: ClientClock = systemClock): PageReloads {
  let ends = 0;
  let loadedAt = clock.monotonic();
  let isStopped = false;
  /** The page has loaded since its process last ended. */
  let isThere = false;
  let cancel = (): void => undefined;
  let question: AbortController | null = null;

  function load(): void {
    if (isStopped) return;
    loadedAt = clock.monotonic();
    page.reload();
  }
  async function ask(): Promise<void> {
    question = new AbortController();
    await page.askToRetry(question.signal);
    question = null;
    if (isThere) return;
    ends = 0;
    load();
  }
  return {
    onEnd: () => {
      isThere = false;
      // A page that was about to load may come and end once more.
      if (question !== null) return;
      cancel();
      if (clock.monotonic() - loadedAt >= stableAfterMs) ends = 0;
      const delayMs = reloadDelaysMs[ends];
      ends += 1;
      if (delayMs === undefined) void ask();
      else cancel = clock.after(delayMs, load);
    },
    onLoad: () => {
      isThere = true;
      question?.abort();
    },
    retry: () => question?.abort(),
    stop: () => {
      isStopped = true;
      cancel();
      question?.abort();
    },
  };
}
