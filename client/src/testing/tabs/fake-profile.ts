import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";
import { createFakeLocks, type FakeLocks } from "./fake-locks.ts";
import type { FakeTab } from "./fake-tab.ts";

/** A browser profile whose tabs share locks and channels, in place of the real globals. */
export interface FakeProfile {
  readonly locks: FakeLocks;
  /** The browser refuses to open channels, as Firefox does for pages that may store nothing. */
  forbidChannels(): void;
  openTab(): FakeTab;
  /** The tab whose code runs at present. */
  current(): FakeTab | undefined;
}

interface Message {
  readonly data: unknown;
}

/** Channels by name, as the browser has them. */
function createFakeChannels(current: () => FakeTab | undefined): {
  readonly FakeChannel: new (name: string) => object;
  forbid(): void;
  closeAll(tab: FakeTab): void;
} {
  const open = new Set<FakeChannel>();
  let isForbidden = false;
  class FakeChannel {
    readonly name: string;
    readonly tab = current();
    onmessage: ((message: Message) => void) | null = null;
    private readonly listeners: ((message: Message) => void)[] = [];

    constructor(name: string) {
      if (isForbidden) throw new DOMException("storage is denied", "SecurityError");
      this.name = String(name);
      open.add(this);
    }

    addEventListener(_type: string, listener: (message: Message) => void): void {
      this.listeners.push(listener);
    }

    postMessage(data: unknown): void {
      if (!open.has(this)) throw new DOMException("closed", "InvalidStateError");
      for (const other of open)
        if (other !== this && other.name === this.name)
          other.receive(JSON.parse(JSON.stringify(data)));
    }

    receive(data: unknown): void {
      const deliver = (): void => {
        if (!open.has(this)) return;
        this.onmessage?.({ data });
        for (const listener of this.listeners) listener({ data });
      };
      if (this.tab) this.tab.queue(deliver);
      else queueMicrotask(deliver);
    }

    close(): void {
      open.delete(this);
    }
  }
  return {
    FakeChannel,
    forbid: () => void (isForbidden = true),
    closeAll: (tab) => {
      for (const channel of open) if (channel.tab === tab) open.delete(channel);
    },
  };
}

/** Events of pages, each of which reaches the listeners of one tab. */
function createFakeEvents(current: () => FakeTab | undefined): {
  add(
    type: string,
    listener: (event: Event) => unknown,
    options?: { readonly signal?: AbortSignal },
  ): void;
  /** Sends an event of a page that the browser keeps. */
  send(tab: FakeTab, type: "pagehide" | "pageshow"): void;
} {
  const addToPage = globalThis.addEventListener as typeof globalThis.addEventListener | undefined;
  const entries = new Set<{ tab: FakeTab; type: string; listener: (event: Event) => unknown }>();
  return {
    add: (type, listener, options) => {
      const tab = current();
      if (!tab) return addToPage?.call(globalThis, type, listener, options);
      // As in browsers, a listener that is added again stays the only one.
      for (const other of entries)
        if (other.tab === tab && other.type === type && other.listener === listener)
          entries.delete(other);
      const entry = { tab, type, listener };
      entries.add(entry);
      options?.signal?.addEventListener("abort", () => entries.delete(entry));
      return undefined;
    },
    send: (tab, type) => {
      const event = Object.assign(new Event(type), { persisted: true });
      for (const entry of entries)
        if (entry.tab === tab && entry.type === type) tab.run(() => entry.listener(event));
    },
  };
}

/**
 * Replaces BroadcastChannel, Web Locks, timers and the page's events until
 * {@link removeFakeProfile}. Call it after `vi.useFakeTimers()`.
 */
export function installFakeProfile(): FakeProfile {
  const storage = new AsyncLocalStorage<FakeTab>();
  const current = (): FakeTab | undefined => storage.getStore();
  const channels = createFakeChannels(current);
  const locks = createFakeLocks(current);
  const events = createFakeEvents(current);
  const { setTimeout } = globalThis;
  vi.stubGlobal("BroadcastChannel", channels.FakeChannel);
  vi.stubGlobal("addEventListener", events.add);
  vi.stubGlobal("setTimeout", (task: (...args: unknown[]) => void, delayMs: number) => {
    const tab = current();
    return setTimeout(tab ? () => tab.queue(() => task()) : task, delayMs);
  });
  if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});
  Object.defineProperty(navigator, "locks", { configurable: true, get: locks.manager });

  const openTab = (): FakeTab => {
    let isHanging = false;
    let isClosed = false;
    let backlog: (() => void)[] = [];
    const tab: FakeTab = {
      run: (task) => storage.run(tab, task),
      queue: (task) =>
        queueMicrotask(() => {
          if (isClosed) return;
          if (isHanging) backlog.push(task);
          else tab.run(task);
        }),
      hang: () => void (isHanging = true),
      recover: () => {
        isHanging = false;
        for (const task of backlog) tab.queue(task);
        backlog = [];
      },
      enterCache: () => {
        events.send(tab, "pagehide");
        tab.hang();
      },
      leaveCache: () => {
        tab.recover();
        events.send(tab, "pageshow");
      },
      kill: () => {
        isClosed = true;
        channels.closeAll(tab);
        locks.releaseAll(tab);
      },
    };
    return tab;
  };
  return { locks, forbidChannels: channels.forbid, openTab, current };
}

/** Restores the real globals, except the timers of `vi.useFakeTimers()`. */
export function removeFakeProfile(): void {
  Reflect.deleteProperty(navigator, "locks");
  vi.unstubAllGlobals();
}
