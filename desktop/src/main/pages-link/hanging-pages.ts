import { systemClock, type ClientClock, type Stop } from "@synapse-voice/client";

/** Time in ms between two looks at the pages. */
const lookIntervalMs = 3_000;
/** Looks in a row that a page may leave without an answer. After 15 s of loading, it hangs. */
const maxUnanswered = 5;

/** The parts of Electron's `WebContents` that are used. */
export interface LookedAtPage {
  readonly id: number;
  getOSProcessId(): number;
  readonly mainFrame: { executeJavaScript(code: string): Promise<unknown> };
}

/** Dependencies of {@link killHangingPages}. */
export interface HangingPagesDeps {
  /** Returns all pages of the app. */
  pages(): readonly LookedAtPage[];
  /** Returns whether the page is pinged over its port. */
  isPinged(pageId: number): boolean;
  /** Kills the process of the page. */
  kill(page: LookedAtPage): void;
}

/** The looks at pages that nothing pings. */
export interface HangingPages {
  /** Looks until all pages are pinged. Call it when a page begins, and when its pings end. */
  watch(): void;
  readonly stop: Stop;
}

/** A process that is looked at, and its looks without an answer. */
interface Look {
  readonly processId: number;
  unanswered: number;
}

/** Resolves once the main thread of the page answers. A page without a frame rejects it. */
const ask = async ({ mainFrame }: LookedAtPage): Promise<unknown> =>
  mainFrame.executeJavaScript("0");

/**
 * Kills pages that hang while nothing pings them: those that load, and those of a person who is not
 * signed in. It asks the page's main thread, so a page that answers is never killed, whatever it
 * shows. Looks are counted one by one, so that the late timer after a sleep is one of them. There
 * is no timer while all pages are pinged.
 */
export function killHangingPages(
  { pages, isPinged, kill }: HangingPagesDeps,
  clock: ClientClock = systemClock,
): HangingPages {
  let looks = new Map<number, Look>();
  let cancel: Stop | null = null;

  function look(page: LookedAtPage, last: Look | undefined): Look | null {
    const processId = page.getOSProcessId();
    // The process has ended, or has not begun.
    if (processId === 0 || isPinged(page.id)) return null;
    const next = last?.processId === processId ? last : { processId, unanswered: 0 };
    if (next.unanswered === maxUnanswered) {
      kill(page);
      return null;
    }
    next.unanswered += 1;
    const onAnswer = (): void => {
      next.unanswered = 0;
    };
    // A refusal is an answer, too. A page that hangs gives none.
    ask(page).then(onAnswer, onAnswer);
    return next;
  }
  function lookAtAll(): void {
    const last = looks;
    looks = new Map();
    for (const page of pages()) {
      const next = look(page, last.get(page.id));
      if (next !== null) looks.set(page.id, next);
    }
    cancel = null;
    if (!pages().every(({ id }) => isPinged(id))) watch();
  }
  function watch(): void {
    cancel ??= clock.after(lookIntervalMs, lookAtAll);
  }
  return {
    watch,
    stop: () => {
      cancel?.();
      cancel = null;
    },
  };
}
