// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Attention } from "./platform.ts";
import { createWebPlatform } from "./web-platform.ts";

const calm: Attention = {
  state: "available",
  reachable: true,
  ringing: null,
  onCallWith: null,
  waiting: 0,
  missed: 0,
  unheard: false,
};
const ringing: Attention = {
  ...calm,
  ringing: { callId: "call-1", name: "Carl Customer", about: "Customer portal" },
};

/** Notifications that are only remembered. */
class FakeNotification extends EventTarget {
  static permission: NotificationPermission = "granted";
  static readonly open = new Set<FakeNotification>();
  static requestPermission = async () => (FakeNotification.permission = "granted");
  readonly title: string;

  constructor(title: string) {
    super();
    this.title = title;
    FakeNotification.open.add(this);
  }

  close() {
    FakeNotification.open.delete(this);
  }
}

describe("the web platform", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    FakeNotification.open.clear();
    FakeNotification.permission = "granted";
  });

  it("says in the tab's title what goes on", () => {
    const platform = createWebPlatform();
    const titles = [
      null,
      calm,
      ringing,
      { ...calm, onCallWith: "Carl Customer" },
      { ...calm, reachable: false },
    ].map((attention) => {
      platform.show(attention);
      return document.title;
    });
    expect(titles).toEqual([
      "Synapse Voice",
      "Synapse Voice",
      "Carl Customer is calling · Synapse Voice",
      "On call with Carl Customer · Synapse Voice",
      "Not reachable · Synapse Voice",
    ]);
  });

  it("says in the tab's title how many calls were missed", () => {
    const platform = createWebPlatform();
    const titles = [
      { ...calm, missed: 2 },
      { ...ringing, missed: 1 },
    ].map((attention) => {
      platform.show(attention);
      return document.title;
    });
    expect(titles).toEqual([
      "(2 missed) Synapse Voice",
      "(1 missed) Carl Customer is calling · Synapse Voice",
    ]);
  });

  it("shows one notification for a call that rings in a hidden tab, and takes it away when the ringing stops", () => {
    vi.stubGlobal("Notification", FakeNotification);
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const platform = createWebPlatform();
    platform.show(ringing);
    platform.show(ringing);
    expect([...FakeNotification.open].map(({ title }) => title)).toEqual([
      "Carl Customer is calling",
    ]);
    platform.show(calm);
    expect(FakeNotification.open.size).toBe(0);
  });

  it("shows none in a tab that is looked at, nor without permission", () => {
    vi.stubGlobal("Notification", FakeNotification);
    const platform = createWebPlatform();
    platform.show(ringing);
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    FakeNotification.permission = "denied";
    platform.show(ringing);
    expect(FakeNotification.open.size).toBe(0);
  });

  it("asks for permission", async () => {
    vi.stubGlobal("Notification", FakeNotification);
    FakeNotification.permission = "default";
    const platform = createWebPlatform();
    expect(platform.notificationState()).toBe("ask");
    expect(await platform.askForNotifications()).toBe("granted");
  });

  it("without notifications does without", () => {
    expect(createWebPlatform().notificationState()).toBe("none");
  });
});
