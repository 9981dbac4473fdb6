import type { FakeTab } from "./fake-tab.ts";

/** Locks of a fake browser profile. */
export interface FakeLocks {
  /**
   * `none`: the browser has no locks. `forbidden`: it refuses every request, as on a page without
   * an origin.
   */
  mode: "normal" | "none" | "forbidden";
  /** Returns the value of `navigator.locks`. */
  manager(): unknown;
  /** Returns the names of the locks that are held. */
  held(): string[];
  /** Releases the locks of a tab that was closed. */
  releaseAll(tab: FakeTab): void;
}

interface Request {
  readonly tab: FakeTab | undefined;
  readonly callback: () => unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Lock {
  holder: Request | null;
  waiting: Request[];
}

type Options = { readonly steal?: boolean; readonly signal?: AbortSignal };

/** Makes locks as browsers have them. `current` returns the tab whose code runs. */
export function createFakeLocks(current: () => FakeTab | undefined): FakeLocks {
  const byName = new Map<string, Lock>();
  const lockOf = (name: string): Lock => {
    const lock = byName.get(name) ?? { holder: null, waiting: [] };
    byName.set(name, lock);
    return lock;
  };
  const inTab = (tab: FakeTab | undefined, task: () => void): void =>
    tab ? tab.queue(task) : queueMicrotask(task);

  function grantNext(lock: Lock): void {
    if (lock.holder) return;
    const next = lock.waiting.shift();
    if (next) grant(lock, next);
  }
  function release(lock: Lock, request: Request): void {
    if (lock.holder !== request) return;
    lock.holder = null;
    grantNext(lock);
  }
  function grant(lock: Lock, request: Request): void {
    lock.holder = request;
    inTab(request.tab, () => {
      if (lock.holder !== request) return;
      Promise.resolve(request.callback())
        .then(request.resolve, request.reject)
        .finally(() => release(lock, request));
    });
  }

  function add(name: string, options: Options, request: Request): void {
    const lock = lockOf(name);
    const { holder } = lock;
    if (options.steal) {
      if (holder) inTab(holder.tab, () => holder.reject(new DOMException("stolen", "AbortError")));
      return grant(lock, request);
    }
    options.signal?.addEventListener("abort", () => {
      if (!lock.waiting.includes(request)) return;
      lock.waiting = lock.waiting.filter((other) => other !== request);
      request.reject(new DOMException("aborted", "AbortError"));
    });
    lock.waiting.push(request);
    grantNext(lock);
  }

  const locks: FakeLocks = {
    mode: "normal",
    manager: () => {
      if (locks.mode === "none") return undefined;
      return {
        request: (name: string, options: Options, callback: () => unknown) =>
          new Promise((resolve, reject) => {
            if (locks.mode === "forbidden") reject(new DOMException("no", "SecurityError"));
            else add(name, options, { tab: current(), callback, resolve, reject });
          }),
      };
    },
    held: () => [...byName].filter(([, { holder }]) => holder).map(([name]) => name),
    releaseAll: (tab) => {
      for (const lock of byName.values()) {
        lock.waiting = lock.waiting.filter((request) => request.tab !== tab);
        if (lock.holder?.tab === tab) lock.holder = null;
        grantNext(lock);
      }
    },
  };
  return locks;
}
