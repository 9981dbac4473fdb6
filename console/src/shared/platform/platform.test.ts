// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { DesktopBridge, StorageKind, TrayChoice } from "@synapse-voice/desktop/bridge";
import { createDesktopPlatform } from "./desktop-platform.ts";
import type { Attention } from "./platform.ts";
import { createWebPlatform } from "./web-platform.ts";

const calm: Attention = {
  state: "available",
  reachable: true,
  ringing: null,
  onCallWith: null,
  waiting: 0,
  missed: 0,
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

  it("has one device id for a tab", async () => {
    expect(await createWebPlatform().deviceId()).toBe(await createWebPlatform().deviceId());
  });
});

describe("the desktop platform", () => {
  function bridged(kind: StorageKind = "keychain") {
    const stored = new Map<string, string>();
    const statuses: unknown[] = [];
    let choose: (choice: TrayChoice) => void = () => undefined;
    const events: string[] = [];
    let quit: () => void = () => undefined;
    let failKeychain: () => void = () => undefined;
    const bridge: DesktopBridge = {
      session: {
        read: async (key) => stored.get(key) ?? null,
        write: async (key, text) => void stored.set(key, text),
        remove: async (key) => void stored.delete(key),
        storageKind: async () => kind,
        onMemoryOnly: (listener) => {
          failKeychain = listener;
          return () => undefined;
        },
      },
      deviceId: async () => "desktop-1",
      showStatus: async (status) => void statuses.push(status),
      onTrayChoice: (listener) => {
        choose = listener;
        return () => undefined;
      },
      onQuit: (listener) => {
        quit = listener;
        return () => undefined;
      },
      readyToQuit: async () => void events.push("ready"),
    };
    return {
      platform: createDesktopPlatform(bridge),
      stored,
      statuses,
      choose: (choice: TrayChoice) => choose(choice),
      failKeychain: () => failKeychain(),
      quit: () => quit(),
      events,
    };
  }

  it("keeps the sign-in where the desktop does", async () => {
    const { platform, stored } = bridged();
    await platform.storage?.setItem("session", "text");
    expect(await platform.storage?.getItem("session")).toBe("text");
    await platform.storage?.removeItem("session");
    expect(stored.size).toBe(0);
    expect(await platform.persistsSession()).toBe(true);
    expect(await bridged("memory").platform.persistsSession()).toBe(false);
  });

  it("says when the desktop can no longer keep the sign-in", () => {
    const { platform, failKeychain } = bridged();
    let failures = 0;
    platform.onSessionNotPersisted(() => (failures += 1));
    failKeychain();
    expect(failures).toBe(1);
  });

  it("tells the tray state, reachability, ringing and who waits, and nobody", () => {
    const { platform, statuses } = bridged();
    platform.show({ ...ringing, waiting: 2 });
    platform.show(null);
    expect(statuses).toEqual([
      { state: "available", reachable: true, ringing: true, waiting: 2 },
      null,
    ]);
  });

  it("shows the desktop a call whose sound is here", () => {
    const { platform, statuses } = bridged();
    platform.show({ ...calm, onCallWith: "Carl Customer", onCallHere: true });
    expect(statuses).toEqual([expect.objectContaining({ onCall: true })]);
  });

  it.each([
    ["prepared", async () => undefined],
    ["failed to prepare", async () => Promise.reject(new Error("offline"))],
  ])("lets the desktop quit once it has %s", async (_how, work) => {
    const { platform, quit, events } = bridged();
    platform.onQuit(async () => {
      events.push("prepare");
      await work();
    });
    quit();
    await expect.poll(() => events).toEqual(["prepare", "ready"]);
  });

  it("hears what was chosen in the tray", () => {
    const { platform, choose } = bridged();
    const received: TrayChoice[] = [];
    platform.onTrayChoice((choice) => received.push(choice));
    choose("away");
    choose("ready");
    expect(received).toEqual(["away", "ready"]);
  });
});
