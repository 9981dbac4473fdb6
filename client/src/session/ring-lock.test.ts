import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeTab } from "../testing/tabs/fake-tab.ts";
import {
  installFakeProfile,
  removeFakeProfile,
  type FakeProfile,
} from "../testing/tabs/fake-profile.ts";
import { watchPageCache } from "./page-cache.ts";
import { acquireBrowserLock } from "./ring-lock.ts";

describe("the lock of the tab that rings", () => {
  let profile: FakeProfile;
  let rang: string[];
  beforeEach(() => {
    profile = installFakeProfile();
    rang = [];
  });
  afterEach(removeFakeProfile);

  const ringIn = (name: string): { tab: FakeTab; stop: () => void } => {
    const tab = profile.openTab();
    return { tab, stop: tab.run(() => acquireBrowserLock(() => rang.push(name))) };
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it("goes to the next tab when a tab stops, or goes to the back/forward cache", async () => {
    const [first, second, third] = ["first", "second", "third"].map(ringIn);
    await settle();
    expect(rang).toEqual(["first"]);
    first!.stop();
    await settle();
    expect(rang).toEqual(["first", "second"]);
    second!.tab.enterCache();
    await settle();
    expect(rang).toEqual(["first", "second", "third"]);
    third!.stop();
    second!.tab.leaveCache();
    await settle();
    expect(profile.locks.held()).toHaveLength(1);
    expect(rang).toEqual(["first", "second", "third"]);
    second!.stop();
    await settle();
    expect(profile.locks.held()).toEqual([]);
  });

  it.each(["none", "forbidden"] as const)(
    "lets every tab ring where the browser has no lock for it: %s",
    async (mode) => {
      profile.locks.mode = mode;
      const tabs = ["first", "second"].map(ringIn);
      await settle();
      expect(rang).toEqual(["first", "second"]);
      for (const { tab, stop } of tabs) {
        tab.enterCache();
        tab.leaveCache();
        stop();
      }
      await settle();
      expect(rang).toEqual(["first", "second"]);
    },
  );

  it("is not missed by a tab that stopped while the browser refused it", async () => {
    profile.locks.mode = "forbidden";
    ringIn("only").stop();
    await settle();
    expect(rang).toEqual([]);
  });

  it("is not taken by a tab that stopped while it was in the back/forward cache", async () => {
    const { tab, stop } = ringIn("only");
    await settle();
    tab.enterCache();
    stop();
    tab.leaveCache();
    await settle();
    expect(profile.locks.held()).toEqual([]);
  });
});

describe("a page that may go to the back/forward cache", () => {
  let page: EventTarget;
  let calls: string[];
  beforeEach(() => {
    page = new EventTarget();
    calls = [];
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  });
  afterEach(() => vi.unstubAllGlobals());

  const watch = () =>
    watchPageCache({ enter: () => calls.push("enter"), leave: () => calls.push("leave") });
  const send = (type: "pagehide" | "pageshow", persisted: boolean): void => {
    page.dispatchEvent(Object.assign(new Event(type), { persisted }));
  };

  it("enters and leaves by turns", () => {
    watch();
    for (let visit = 0; visit < 2; visit++) {
      send("pagehide", true);
      send("pagehide", true);
      send("pageshow", true);
      send("pageshow", true);
    }
    expect(calls).toEqual(["enter", "leave", "enter", "leave"]);
  });

  it("does neither when it is shown for the first time, and when it is closed", () => {
    watch();
    send("pageshow", false);
    send("pagehide", false);
    expect(calls).toEqual([]);
  });

  it("does neither when nobody watches any more", () => {
    const stop = watch();
    send("pagehide", true);
    stop();
    send("pageshow", true);
    send("pagehide", true);
    expect(calls).toEqual(["enter"]);
  });
});

it("does nothing outside browsers", () => {
  expect(() => watchPageCache({ enter: () => {}, leave: () => {} })()).not.toThrow();
});
