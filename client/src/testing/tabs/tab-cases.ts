import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../session/clock.ts";
import {
  createFakeVoiceServer,
  type FakeVoiceServer,
} from "../fake-voice-server/fake-voice-server.ts";
import { ada, carl } from "../samples/samples.ts";
import { installFakeProfile, removeFakeProfile, type FakeProfile } from "./fake-profile.ts";
import type { FakeTab } from "./fake-tab.ts";

/** Code that listens for calls in a tab. */
export interface ListeningPage {
  /** Returns whether the page shows a live call. */
  rings(): boolean;
  /** Ends it as a page does that is left, or whose person signs out. */
  close(): unknown;
}

/** Starts the code under test in the present tab. */
export type StartPage = (page: {
  readonly apiUrl: string;
  readonly token: string;
}) => ListeningPage;

interface TestTab extends ListeningPage {
  readonly tab: FakeTab;
  /** Returns the number of requests of the tab that wait at the server. */
  polls(): number;
  /** From now on no server answers this tab. */
  setOffline(): void;
}

const apiUrl = "http://api.test";
/** Time in ms for which calls ring: longer than any test. */
const ringMs = 600_000;
/** The longest time in ms until another tab listens for one that gives no sign of life. */
const takeoverMs = 13_000;

/** Defines the tests of tabs that listen together. `startPage` starts the code under test. */
export function describeTabs(kind: string, startPage: StartPage): void {
  describe(`tabs of one browser with ${kind}`, () => {
    let profile: FakeProfile;
    let servers: Map<string, FakeVoiceServer>;
    let networks: Map<FakeTab, (url: string, init: RequestInit) => Promise<Response>>;
    let tabs: TestTab[];

    beforeEach(() => {
      vi.useFakeTimers();
      profile = installFakeProfile();
      servers = new Map();
      networks = new Map();
      tabs = [];
      vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
        const tab = profile.current();
        const send = tab && networks.get(tab);
        if (!send) throw new Error("A request of no tab");
        return send(url, init);
      });
    });
    afterEach(async () => {
      for (const { close } of tabs.slice()) void close();
      await advance(0);
      removeFakeProfile();
      vi.useRealTimers();
    });

    const advance = async (ms: number): Promise<void> => {
      await vi.advanceTimersByTimeAsync(ms);
    };
    const serverOf = (person: string): FakeVoiceServer => {
      const server = servers.get(person) ?? createFakeVoiceServer(systemClock, { userId: person });
      servers.set(person, server);
      return server;
    };
    const ring = (person = "carl"): unknown =>
      serverOf(person).put({
        id: "call-1",
        caller: ada,
        callee: { ...carl, supabaseUserId: person },
        ringsUntil: new Date(Date.now() + ringMs).toISOString(),
      });
    const endCall = (person = "carl"): unknown =>
      serverOf(person).put({ id: "call-1", status: "CANCELLED", endReason: "cancelled" });

    function openTab(person = "carl"): TestTab {
      const tab = profile.openTab();
      const open = new Set<AbortController>();
      let isOffline = false;
      /** The network of this tab: replies arrive in it, and not while it hangs. */
      const request = async (url: string, init: RequestInit): Promise<Response> => {
        if (isOffline) throw new TypeError("Failed to fetch");
        const cut = new AbortController();
        const signals = [cut.signal, ...(init.signal ? [init.signal] : [])];
        open.add(cut);
        try {
          const reply = await serverOf(person).fetch(url, {
            ...init,
            signal: AbortSignal.any(signals),
          });
          await new Promise<void>((resolve) => tab.queue(resolve));
          return reply;
        } catch {
          throw new TypeError("Failed to fetch");
        } finally {
          open.delete(cut);
        }
      };
      networks.set(tab, request);
      const page = tab.run(() => startPage({ apiUrl, token: tokenOf(person) }));
      const opened: TestTab = {
        tab,
        rings: page.rings,
        close: () => {
          if (tabs.includes(opened)) tabs.splice(tabs.indexOf(opened), 1);
          return tab.run(page.close);
        },
        polls: () => open.size,
        setOffline: () => {
          isOffline = true;
          for (const cut of open) cut.abort();
        },
      };
      tabs.push(opened);
      return opened;
    }
    const openTabs = async (count: number, person?: string): Promise<void> => {
      for (let index = 0; index < count; index++) openTab(person);
      await advance(5_000);
    };
    const polls = (): number => tabs.reduce((sum, tab) => sum + tab.polls(), 0);
    const ringing = (): number => tabs.filter((tab) => tab.rings()).length;
    const listener = (): TestTab => {
      const found = tabs.find((tab) => tab.polls() > 0);
      if (!found) throw new Error("no tab listens");
      return found;
    };

    it("sends one poll for ten tabs, rings in all of them, and stops in all of them", async () => {
      await openTabs(10);
      expect(polls()).toBe(1);
      const before = serverOf("carl").seen.length;
      await advance(60_000);
      expect(polls()).toBe(1);
      expect(serverOf("carl").seen.length - before).toBeLessThan(6);
      ring();
      await advance(1_000);
      expect(ringing()).toBe(10);
      endCall();
      await advance(1_000);
      expect(ringing()).toBe(0);
      expect(polls()).toBe(1);
    });

    it("rings in a tab that opens during the call", async () => {
      await openTabs(2);
      ring();
      await advance(1_000);
      const late = openTab();
      await advance(1_000);
      expect(late.rings()).toBe(true);
    });

    it.each(["is left", "crashes"])("listens in the next tab at once when one %s", async (how) => {
      await openTabs(3);
      const first = listener();
      if (how === "crashes") {
        first.tab.kill();
        tabs.splice(tabs.indexOf(first), 1);
      } else first.close();
      await advance(1_000);
      expect(polls()).toBe(1);
      ring();
      await advance(1_000);
      expect(ringing()).toBe(2);
    });

    it("listens in another tab when one hangs, which follows when it is back", async () => {
      await openTabs(3);
      const hung = listener();
      hung.tab.hang();
      await advance(takeoverMs);
      ring();
      await advance(1_000);
      expect(tabs.filter((tab) => tab !== hung && tab.rings())).toHaveLength(2);
      hung.tab.recover();
      await advance(30_000);
      expect(hung.rings()).toBe(true);
      expect(polls()).toBe(1);
      expect(hung.polls()).toBe(0);
      endCall();
      await advance(1_000);
      expect(ringing()).toBe(0);
    });

    it("listens in the next tab at once when one goes to the back/forward cache, which follows when it is back", async () => {
      await openTabs(3);
      const cached = listener();
      cached.tab.enterCache();
      await advance(1_000);
      expect([polls(), cached.polls()]).toEqual([1, 0]);
      ring();
      await advance(1_000);
      expect(tabs.filter((tab) => tab !== cached && tab.rings())).toHaveLength(2);
      cached.tab.leaveCache();
      await advance(1_000);
      expect(cached.rings()).toBe(true);
      await advance(30_000);
      expect([polls(), cached.polls()]).toEqual([1, 0]);
      endCall();
      await advance(1_000);
      expect(ringing()).toBe(0);
    });

    it("has no lock in the back/forward cache, and listens again after it", async () => {
      await openTabs(1);
      const { tab } = listener();
      for (let visit = 0; visit < 2; visit++) {
        tab.enterCache();
        await advance(1_000);
        expect([profile.locks.held(), polls()]).toEqual([[], 0]);
        tab.leaveCache();
        await advance(1_000);
        expect([profile.locks.held().length, polls()]).toEqual([1, 1]);
      }
      ring();
      await advance(1_000);
      expect(ringing()).toBe(1);
    });

    it("listens in another tab when no server answers one", async () => {
      await openTabs(3);
      const cut = listener();
      cut.setOffline();
      await advance(2 * takeoverMs);
      ring();
      await advance(1_000);
      expect(tabs.filter((tab) => tab !== cut && tab.rings())).toHaveLength(2);
    });

    it("keeps two persons apart", async () => {
      await openTabs(2, "carl");
      await openTabs(2, "dora");
      expect(polls()).toBe(2);
      ring("dora");
      await advance(1_000);
      expect(tabs.map((tab) => tab.rings())).toEqual([false, false, true, true]);
    });

    it.each(["none", "forbidden"] as const)(
      "leaves room for other requests where locks are %s",
      async (mode) => {
        profile.locks.mode = mode;
        await openTabs(10);
        await advance(60_000);
        expect(polls()).toBeGreaterThan(0);
        expect(polls()).toBeLessThan(4);
        ring();
        await advance(3_000);
        expect(ringing()).toBe(10);
      },
    );

    it("listens in each tab where channels between tabs are forbidden", async () => {
      profile.forbidChannels();
      await openTabs(3);
      await advance(60_000);
      expect(polls()).toBe(3);
      ring();
      await advance(1_000);
      expect(ringing()).toBe(3);
    });

    it("releases everything when its pages are left", async () => {
      await openTabs(3);
      expect(profile.locks.held()).toHaveLength(1);
      for (const tab of tabs.slice()) tab.close();
      await advance(40_000);
      expect(profile.locks.held()).toEqual([]);
      expect(polls()).toBe(0);
    });
  });
}

const tokenOf = (person: string): string => `x.${btoa(JSON.stringify({ sub: person }))}.x`;
