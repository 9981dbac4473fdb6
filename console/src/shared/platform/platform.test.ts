// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AccountError, type Account } from "@synapse-voice/desktop/accounts";
import type { AccountProblem, DesktopBridge, StorageKind } from "@synapse-voice/desktop/bridge";
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
});

const ada = { userId: "ada", email: "ada@acme.test" };

describe("the desktop platform", () => {
  function bridged(kind: StorageKind = "keychain") {
    const calls: unknown[][] = [];
    let problem: AccountProblem | null = null;
    let change: (account: Account | null) => void = () => undefined;
    let failKeychain: () => void = () => undefined;
    let current: Promise<Account | null> = Promise.resolve(null);
    const command =
      (name: string) =>
      async (...args: unknown[]): Promise<AccountProblem | null> => {
        calls.push([name, ...args]);
        return problem;
      };
    const bridge: DesktopBridge = {
      session: {
        storageKind: async () => kind,
        onMemoryOnly: (listener) => {
          failKeychain = listener;
          return () => undefined;
        },
      },
      accounts: {
        current: () => current,
        onChanged: (listener) => {
          change = listener;
          return () => undefined;
        },
        signIn: command("signIn"),
        signOut: async () => void calls.push(["signOut"]),
        sendPasswordLink: command("sendPasswordLink"),
        redeemLink: command("redeemLink"),
        confirmSecondFactor: command("confirmSecondFactor"),
        setPassword: command("setPassword"),
      },
      connectClient: (requestId) => void calls.push(["connectClient", requestId]),
      showMissedCalls: async (count) => void calls.push(["showMissedCalls", count]),
    };
    const platform = createDesktopPlatform(bridge);
    const { main } = platform;
    if (main === null) throw new Error("no main process");
    return {
      platform,
      main,
      calls,
      failWith: (next: AccountProblem) => (problem = next),
      setCurrent: (account: Promise<Account | null>) => (current = account),
      change: (account: Account | null) => change(account),
      failKeychain: () => failKeychain(),
    };
  }

  it("says whether the desktop keeps the sign-in", async () => {
    expect(await bridged().platform.persistsSession()).toBe(true);
    expect(await bridged("memory").platform.persistsSession()).toBe(false);
  });

  it("says when the desktop can no longer keep the sign-in", () => {
    const { platform, failKeychain } = bridged();
    let failures = 0;
    platform.onSessionNotPersisted(() => (failures += 1));
    failKeychain();
    expect(failures).toBe(1);
  });

  it("shows the number of missed calls in the tray", () => {
    const { platform, calls } = bridged();
    platform.show({ ...ringing, missed: 2 });
    platform.show(null);
    expect(calls).toEqual([
      ["showMissedCalls", 2],
      ["showMissedCalls", 0],
    ]);
  });

  it("leaves each account command to the main process", async () => {
    const { main, calls } = bridged();
    const tokens = { accessToken: "access", refreshToken: "refresh" };
    await main.accounts.signIn("ada@acme.test", "secret");
    await main.accounts.sendPasswordLink("ada@acme.test");
    await main.accounts.redeemLink(tokens);
    await main.accounts.confirmSecondFactor("123456");
    await main.accounts.setPassword("correct horse");
    await main.accounts.signOut();
    expect(calls).toEqual([
      ["signIn", "ada@acme.test", "secret"],
      ["sendPasswordLink", "ada@acme.test"],
      ["redeemLink", tokens],
      ["confirmSecondFactor", "123456"],
      ["setPassword", "correct horse"],
      ["signOut"],
    ]);
  });

  it("rejects with the problem of the main process", async () => {
    const { main, failWith } = bridged();
    failWith({ code: "weak_password", hints: ["Use a digit."] });
    const refused = main.accounts.setPassword("short");
    await expect(refused).rejects.toBeInstanceOf(AccountError);
    await expect(refused).rejects.toMatchObject({ code: "weak_password", hints: ["Use a digit."] });
  });

  it("reports the account, each change of it, and nothing once stopped", async () => {
    const { main, change } = bridged();
    const seen: (Account | null)[] = [];
    const stop = main.accounts.watch((account) => seen.push(account));
    await Promise.resolve();
    expect(seen).toEqual([null]);
    change(ada);
    stop();
    change(null);
    expect(seen).toEqual([null, ada]);
  });

  it("does not take back a change that arrived before the first reply", async () => {
    const { main, change, setCurrent } = bridged();
    const seen: (Account | null)[] = [];
    let reply: (account: null) => void = () => undefined;
    setCurrent(new Promise((resolve) => (reply = resolve)));
    main.accounts.watch((account) => seen.push(account));
    change(ada);
    reply(null);
    await Promise.resolve();
    expect(seen).toEqual([ada]);
  });

  describe("the port to the call client", () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    const post = (requestId: unknown, message: Partial<MessageEventInit>): void =>
      void window.dispatchEvent(
        new MessageEvent("message", {
          data: { type: "synapse:port", requestId },
          origin: window.location.origin,
          source: window,
          ...message,
        }),
      );
    const port = (): MessagePort => new MessageChannel().port1 as unknown as MessagePort;

    it("is the one that our own preload script passes on", async () => {
      const { main, calls } = bridged();
      const own = port();
      const received = main.clientPort();
      expect(calls).toEqual([["connectClient", expect.any(String)]]);
      const id = calls[0]?.[1];
      post(id, { ports: [port()], source: null });
      post(id, { ports: [port()], origin: "https://evil.test" });
      for (const data of ["synapse:port", null, { type: "another", requestId: id }])
        post(id, { ports: [port()], data });
      post(id, { ports: [] });
      post(id, { ports: [port(), port()] });
      post(id, { ports: [own] });
      expect(await received).toBe(own);
    });

    it("is the one of this request, where the page asks twice at once", async () => {
      const { main, calls } = bridged();
      const [one, other] = [port(), port()];
      const received = [main.clientPort(), main.clientPort()];
      const [id, otherId] = calls.map(([, requestId]) => requestId);
      post(id, { ports: [one] });
      post(otherId, { ports: [other] });
      expect(await received[0]).toBe(one);
      expect(await received[1]).toBe(other);
    });

    it("is given up after 5 s", async () => {
      const { main } = bridged();
      const received = main.clientPort();
      received.catch(() => undefined);
      await vi.advanceTimersByTimeAsync(5_000);
      await expect(received).rejects.toThrow("no port within 5 s");
    });
  });
});
