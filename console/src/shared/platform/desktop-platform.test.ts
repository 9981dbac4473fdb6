// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AccountError, type Account } from "@synapse-voice/desktop/accounts";
import { defaultPreferences, type OpenedLink } from "@synapse-voice/desktop/bridge";
import { bridgedPlatform } from "../../testing/fake-bridge.ts";
import type { Attention } from "./platform.ts";

const missedTwo: Attention = {
  state: "available",
  reachable: true,
  ringing: null,
  onCallWith: null,
  waiting: 0,
  missed: 2,
  unheard: false,
};

const ada = { userId: "ada", email: "ada@acme.test" };

describe("the desktop platform", () => {
  it("says whether the desktop keeps the sign-in", async () => {
    expect(await bridgedPlatform().platform.persistsSession()).toBe(true);
    expect(await bridgedPlatform("memory").platform.persistsSession()).toBe(false);
  });

  it("says when the desktop can no longer keep the sign-in", () => {
    const { platform, failKeychain } = bridgedPlatform();
    let failures = 0;
    platform.onSessionNotPersisted(() => (failures += 1));
    failKeychain();
    expect(failures).toBe(1);
  });

  it("shows the number of missed calls in the tray, and each change of that", () => {
    const { platform, calls } = bridgedPlatform();
    platform.show(missedTwo);
    platform.show({ ...missedTwo, reachable: false });
    platform.show({ ...missedTwo, missed: null });
    platform.show(null);
    expect(calls.filter(([name]) => name === "showMissedCalls")).toEqual([
      ["showMissedCalls", 2],
      ["showMissedCalls", 0],
    ]);
  });

  it("tells the desktop whether callers would hear the agent, and each change of that", () => {
    const { platform, calls } = bridgedPlatform();
    for (const unheard of [false, true, true, false]) platform.show({ ...missedTwo, unheard });
    platform.show({ ...missedTwo, unheard: true });
    platform.show(null);
    expect(calls.filter(([name]) => name === "showUnheard")).toEqual(
      [false, true, false, true, false].map((unheard) => ["showUnheard", unheard]),
    );
  });

  it.each([
    ["saved", async () => undefined],
    ["failed to save", async () => Promise.reject(new Error("offline"))],
  ])("lets the desktop continue once it has %s", async (_how, work) => {
    const { main, askToSave, calls } = bridgedPlatform();
    main.onSaveUnsaved(async () => {
      calls.push(["save"]);
      await work();
    });
    askToSave();
    await expect.poll(() => calls).toEqual([["save"], ["unsavedSaved"]]);
  });

  it("passes the page's part of a support report on, with the id that was asked for", async () => {
    const { main, collect, calls } = bridgedPlatform();
    const part = { devices: [], microphonePermission: "granted", media: [], lastCall: null };
    main.report.onCollect(async () => part);
    collect("report-1");
    await expect.poll(() => calls).toEqual([["sendPart", "report-1", part]]);
    expect(await main.report.save()).toBe("saved");
  });

  it("asks for a customer's record by the id, and says why it did not open", async () => {
    const { main, calls } = bridgedPlatform();
    expect(await main.openCrm("carl")).toBe("not_set_up");
    expect(calls).toEqual([["openCrm", "carl"]]);
  });

  it("says when there is no tray, and when the tray opens the settings, and quits", () => {
    const { main, calls, missTray, openSettings } = bridgedPlatform();
    main.onTrayMissing(() => calls.push(["no tray"]));
    main.onOpenSettings(() => calls.push(["settings"]));
    missTray();
    openSettings();
    main.quit();
    expect(calls).toEqual([["no tray"], ["settings"], ["quit"]]);
  });

  it("reads and sets the start at login", async () => {
    const { main, calls } = bridgedPlatform();
    expect(await main.loginItem.isEnabled()).toBe(true);
    await main.loginItem.setEnabled(false);
    expect(calls).toEqual([["loginItem", false]]);
  });

  it("shows the link that was opened last, each later one, and none once stopped", async () => {
    const { main, open, calls } = bridgedPlatform();
    const carl: OpenedLink = { id: 1, link: { kind: "email", email: "carl@acme.test" } };
    const dora: OpenedLink = { id: 2, link: { kind: "phone", e164: "+493023125002" } };
    open(carl);
    const seen: unknown[] = [];
    const stop = main.links.watch((link) => seen.push(link));
    await expect.poll(() => seen).toEqual([carl]);
    open(dora);
    await expect.poll(() => seen).toEqual([carl, dora]);
    stop();
    open(null);
    main.links.done(2);
    expect((await main.links.register("tel", true)).tel).toBe(false);
    expect((await main.links.handlers())["synapse-voice"]).toBe(true);
    expect(seen).toEqual([carl, dora]);
    expect(calls).toEqual([
      ["done", 2],
      ["register", "tel", true],
    ]);
  });

  it("reads the choices for this computer, and follows them", async () => {
    const { main, changePreferences, calls } = bridgedPlatform();
    const { preferences } = main;
    let changes = 0;
    preferences.subscribe(() => (changes += 1));
    expect(preferences.get()).toBeNull();
    await expect.poll(() => preferences.get()).toEqual(defaultPreferences);
    await preferences.change({ doNotDisturb: true });
    expect(calls).toEqual([["change", { doNotDisturb: true }]]);
    changePreferences({ ...defaultPreferences, doNotDisturb: true });
    expect(preferences.get()).toEqual({ ...defaultPreferences, doNotDisturb: true });
    expect(changes).toBe(2);
  });

  it("takes a change that arrives before the first reading as the newer one", async () => {
    const { main, changePreferences } = bridgedPlatform();
    changePreferences({ ...defaultPreferences, alerts: false });
    await Promise.resolve();
    expect(main.preferences.get()?.alerts).toBe(false);
  });

  it("leaves each account command to the main process", async () => {
    const { main, calls } = bridgedPlatform();
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
    const { main, failWith } = bridgedPlatform();
    failWith({ code: "weak_password", hints: ["Use a digit."] });
    const refused = main.accounts.setPassword("short");
    await expect(refused).rejects.toBeInstanceOf(AccountError);
    await expect(refused).rejects.toMatchObject({ code: "weak_password", hints: ["Use a digit."] });
  });

  it("reports the account, each change of it, and nothing once stopped", async () => {
    const { main, change } = bridgedPlatform();
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
    const { main, change, setCurrent } = bridgedPlatform();
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
      const { main, calls } = bridgedPlatform();
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
      const { main, calls } = bridgedPlatform();
      const [one, other] = [port(), port()];
      const received = [main.clientPort(), main.clientPort()];
      const [id, otherId] = calls.map(([, requestId]) => requestId);
      post(id, { ports: [one] });
      post(otherId, { ports: [other] });
      expect(await received[0]).toBe(one);
      expect(await received[1]).toBe(other);
    });

    it("is given up after 5 s", async () => {
      const { main } = bridgedPlatform();
      const received = main.clientPort();
      received.catch(() => undefined);
      await vi.advanceTimersByTimeAsync(5_000);
      await expect(received).rejects.toThrow("no port within 5 s");
    });
  });
});
