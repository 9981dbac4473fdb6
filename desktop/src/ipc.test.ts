import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { requests } from "./bridge/channels.ts";
import { defaultPreferences } from "./bridge/preferences.ts";
import type { PageReport } from "./bridge/support-report.ts";
import type { RequestHandlers } from "./main/ipc/handle-requests.ts";
import { sendMessage } from "./main/ipc/send-message.ts";
import { connectIpc } from "./testing/connect-ipc.ts";

const reportId = "0b7f0c9e-3c1d-4f7e-9a57-3f2a64c1d2ab";
const microphone = { kind: "input", label: "Headset" } as const;
const pagePart: PageReport = {
  devices: [microphone],
  microphonePermission: "granted",
  media: [{ way: "udp", outcome: "connected", ms: 120, detail: "by udp, host to host" }],
  lastCall: null,
};
const ada = { userId: "ada", email: "ada@acme.test" };

describe("desktop ipc", () => {
  let seen: unknown[][];
  let handlers: RequestHandlers;
  beforeEach(() => {
    seen = [];
    const record =
      (name: string) =>
      (...args: unknown[]): null => {
        seen.push([name, ...args]);
        return null;
      };
    handlers = {
      "accounts:current": () => ada,
      "accounts:sign-in": record("sign-in"),
      "accounts:sign-out": () => void record("sign-out")(),
      "accounts:send-password-link": record("send-password-link"),
      "accounts:redeem-link": record("redeem-link"),
      "accounts:confirm-second-factor": record("confirm-second-factor"),
      "accounts:set-password": record("set-password"),
      "preferences:current": () => defaultPreferences,
      "preferences:change": (change) => void record("change")(change),
      "crm:open": (customerId) => {
        record("crm")(customerId);
        return "not_set_up";
      },
      "shortcuts:problems": () => ["mute"],
      "shortcuts:pause": (isPaused) => void record("pause")(isPaused),
      "session:storage-kind": () => "keychain",
      "missed:show": (count) => void record("missed")(count),
      "unheard:show": (isUnheard) => void record("unheard")(isUnheard),
      "calls:answer": (callId) => void record("answer")(callId),
      "unsaved:saved": () => void record("saved")(),
      "report:save": () => "saved",
      "report:page-part": (...part) => void record("part")(...part),
      "login-item:is-enabled": () => true,
      "login-item:set-enabled": (enabled) => void record("login-item")(enabled),
      "app:quit": () => void record("quit")(),
      "links:opened": () => ({ id: 1, link: { kind: "phone", e164: "+4930123456" } }),
      "links:done": (id) => void record("done")(id),
      "links:handlers": () => ({ "synapse-voice": true, tel: false, callto: false }),
      "links:register": (scheme, isOn) => {
        record("register")(scheme, isOn);
        return { "synapse-voice": true, tel: isOn, callto: false };
      },
    };
  });

  test("a page reads the account and the storage kind, and sends each command", async () => {
    const { bridge, sent } = connectIpc(handlers);
    expect(await bridge.accounts.current()).toEqual(ada);
    expect(await bridge.session.storageKind()).toBe("keychain");
    expect(await bridge.accounts.signIn("ada@acme.test", "secret")).toBeNull();
    await bridge.accounts.sendPasswordLink("ada@acme.test");
    await bridge.accounts.redeemLink({ accessToken: "access", refreshToken: "refresh" });
    await bridge.accounts.confirmSecondFactor("123456");
    await bridge.accounts.setPassword("correct horse");
    await bridge.accounts.signOut();
    bridge.connectClient("request-1");
    expect(seen).toEqual([
      ["sign-in", "ada@acme.test", "secret"],
      ["send-password-link", "ada@acme.test"],
      ["redeem-link", { accessToken: "access", refreshToken: "refresh" }],
      ["confirm-second-factor", "123456"],
      ["set-password", "correct horse"],
      ["sign-out"],
    ]);
    expect(sent).toEqual([["client:connect", "request-1"]]);
  });

  test("a page reads, changes and follows the choices for this computer", async () => {
    const { bridge, page, refusals } = connectIpc(handlers);
    expect(await bridge.preferences.current()).toEqual(defaultPreferences);
    await bridge.preferences.change({ doNotDisturb: true });
    expect(seen).toEqual([["change", { doNotDisturb: true }]]);
    const followed: unknown[] = [];
    const stop = bridge.preferences.onChanged((all) => followed.push(all));
    sendMessage(page, "preferences:changed", { ...defaultPreferences, doNotDisturb: true });
    stop();
    sendMessage(page, "preferences:changed", { ...defaultPreferences, alerts: false });
    expect(followed).toEqual([{ ...defaultPreferences, doNotDisturb: true }]);
    for (const change of [{ alerts: "no" }, { screenPop: "always" }, { unknown: true }, null])
      await expect(bridge.preferences.change(change as never)).rejects.toThrow("invalid_arguments");
    expect(refusals).toEqual(Array(4).fill("preferences:change: invalid arguments"));
  });

  test("a page opens records of customers by their id only", async () => {
    const { bridge } = connectIpc(handlers);
    const id = "5f0c7a1e-0b6f-4c8e-9d55-0e7a3b1f2c4d";
    expect(await bridge.openCrm(id)).toBe("not_set_up");
    for (const other of ["", "carl", "https://evil.test/", `${id}/..`, ["x"], null])
      await expect(bridge.openCrm(other as never)).rejects.toThrow("invalid_arguments");
    expect(seen).toEqual([["crm", id]]);
  });

  test("a page chooses keys, and hears which can't be used", async () => {
    const { bridge } = connectIpc(handlers);
    const shortcuts = { answer: "F8", mute: "Shift+F9", hangUp: null };
    await expect(bridge.preferences.change({ shortcuts })).rejects.toThrow("invalid_arguments");
    const change = { shortcuts: { ...shortcuts, answer: "CommandOrControl+Alt+A" } };
    await bridge.shortcuts.pause(true);
    await bridge.preferences.change(change);
    expect(await bridge.shortcuts.problems()).toEqual(["mute"]);
    expect(seen).toEqual([
      ["pause", true],
      ["change", change],
    ]);
  });

  test("a page saves a support report, and sends its part of it", async () => {
    const { bridge, page } = connectIpc(handlers);
    expect(await bridge.report.save()).toBe("saved");
    bridge.report.onCollect((id) => void bridge.report.sendPart(id, pagePart));
    sendMessage(page, "report:collect", reportId);
    await expect.poll(() => seen).toEqual([["part", reportId, pagePart]]);
  });

  test("a page gets the problem of a command, with its hints", async () => {
    const problem = { code: "weak_password", hints: ["Use a digit."] };
    const { bridge } = connectIpc({ ...handlers, "accounts:set-password": () => problem });
    expect(await bridge.accounts.setPassword("short")).toEqual(problem);
  });

  test("a page shows missed calls and a missing microphone, and answers by a headset", async () => {
    const { bridge } = connectIpc(handlers);
    const id = "0b7f7d0a-5b1e-4c0e-9a53-5d1f2f0a7c11";
    await bridge.showMissedCalls(2);
    await bridge.showUnheard(true);
    await bridge.answerByHeadset(id);
    await expect(bridge.answerByHeadset("../x")).rejects.toThrow("invalid_arguments");
    expect(seen.flat()).toEqual(["missed", 2, "unheard", true, "answer", id]);
  });

  test("a change of the account is heard until the page stops listening", () => {
    const { bridge, page } = connectIpc(handlers);
    const received: unknown[] = [];
    const stop = bridge.accounts.onChanged((account) => received.push(account));
    sendMessage(page, "accounts:changed", ada);
    sendMessage(page, "accounts:changed", null);
    page.send("accounts:changed", { ...ada, refreshToken: "secret" });
    stop();
    sendMessage(page, "accounts:changed", ada);
    expect(received).toEqual([ada, null]);
  });

  test("a page reads the link that was opened, hears of a change, and says that it is done", async () => {
    const { bridge, page } = connectIpc(handlers);
    let changes = 0;
    const stop = bridge.links.onChanged(() => (changes += 1));
    sendMessage(page, "links:changed", null);
    stop();
    sendMessage(page, "links:changed", null);
    expect(changes).toBe(1);
    expect(await bridge.links.opened()).toEqual({
      id: 1,
      link: { kind: "phone", e164: "+4930123456" },
    });
    await bridge.links.done(1);
    expect((await bridge.links.handlers()).tel).toBe(false);
    expect((await bridge.links.register("tel", true)).tel).toBe(true);
    expect(seen).toEqual([
      ["done", 1],
      ["register", "tel", true],
    ]);
    for (const scheme of ["https", "file", "tel:", ""] as unknown as "tel"[])
      await expect(bridge.links.register(scheme, true)).rejects.toThrow("invalid_arguments");
    expect(seen).toHaveLength(2);
  });

  test("a page saves when the app asks, until it stops listening, and says when it has", async () => {
    const { bridge, page } = connectIpc(handlers);
    const stop = bridge.onSaveUnsaved(() => void bridge.unsavedSaved());
    sendMessage(page, "unsaved:save", null);
    await expect.poll(() => seen).toEqual([["saved"]]);
    stop();
    sendMessage(page, "unsaved:save", null);
    expect(seen).toEqual([["saved"]]);
  });

  test("a page hears of a missing tray and of the settings in the tray, and quits the app", async () => {
    const { bridge, page } = connectIpc(handlers);
    const stops = [
      bridge.onTrayMissing(() => seen.push(["no tray"])),
      bridge.onOpenSettings(() => seen.push(["settings"])),
    ];
    const sendBoth = (): void => {
      sendMessage(page, "tray:missing", null);
      sendMessage(page, "settings:open", null);
    };
    sendBoth();
    for (const stop of stops) stop();
    sendBoth();
    await bridge.quit();
    expect(seen).toEqual([["no tray"], ["settings"], ["quit"]]);
  });

  test("a page reads and sets the start at login", async () => {
    const { bridge } = connectIpc(handlers);
    expect(await bridge.loginItem.isEnabled()).toBe(true);
    await bridge.loginItem.setEnabled(false);
    expect(seen).toEqual([["login-item", false]]);
  });

  test.each([
    ["another site", { url: "https://evil.test/", parent: null }],
    ["another host of our scheme", { url: "app://evil/", parent: null }],
    ["a file", { url: "file:///console/index.html", parent: null }],
    ["our host with a name before it", { url: "app://evil@console/", parent: null }],
    ["a frame inside our page", { url: "app://console/", parent: {} }],
    ["a frame that is gone", null],
  ])("%s is refused before its arguments are looked at", async (_who, sender) => {
    const { bridge, refusals } = connectIpc(handlers, sender);
    await expect(bridge.accounts.signIn("ada@acme.test", "secret")).rejects.toThrow(
      "untrusted_sender",
    );
    expect(seen).toEqual([]);
    expect(refusals).toEqual(["accounts:sign-in: untrusted sender"]);
  });

  test.each([
    ["accounts:current", ["x"]],
    ["accounts:sign-in", ["ada@acme.test"]],
    ["accounts:sign-in", ["ada@acme.test", 5]],
    ["accounts:sign-in", ["ada@acme.test", "x".repeat(1_001)]],
    ["accounts:sign-in", ["ada@acme.test", "secret", "more"]],
    ["accounts:redeem-link", [{ accessToken: "", refreshToken: "refresh" }]],
    ["accounts:redeem-link", [{ accessToken: "x".repeat(16_385), refreshToken: "refresh" }]],
    ["accounts:redeem-link", [{ accessToken: "a", refreshToken: "b", html: "<b>" }]],
    ["report:save", ["/etc/passwd"]],
    ["report:page-part", ["no-uuid", pagePart]],
    ["report:page-part", [reportId, { ...pagePart, html: "<b>" }]],
    ["report:page-part", [reportId, { ...pagePart, microphonePermission: "x".repeat(201) }]],
    [
      "report:page-part",
      [reportId, { ...pagePart, devices: Array.from({ length: 51 }, () => microphone) }],
    ],
    ["report:page-part", [reportId, { ...pagePart, media: [{ way: "udp" }] }]],
    ["missed:show", []],
    ["missed:show", [-1]],
    ["missed:show", [1.5]],
    ["unsaved:saved", [null]],
    ["login-item:set-enabled", ["true"]],
    ["app:quit", [1]],
    ["session:storage-kind", ["x"]],
    ["shortcuts:problems", ["answer"]],
    ["shortcuts:pause", ["no"]],
  ])("%s with arguments that do not fit is refused", async (channel, args) => {
    const { invoke, refusals } = connectIpc(handlers);
    expect(await invoke(channel, ...args)).toEqual({ ok: false, code: "invalid_arguments" });
    expect(seen).toEqual([]);
    expect(refusals).toEqual([`${channel}: invalid arguments`]);
  });

  test("whatever is sent, every channel replies and none throws", async () => {
    const { invoke } = connectIpc(handlers);
    const channels = fc.constantFrom(...Object.keys(requests));
    await fc.assert(
      fc.asyncProperty(
        channels,
        fc.array(fc.anything({ withDate: true, withMap: true, withTypedArray: true }), {
          maxLength: 4,
        }),
        async (channel, args) => {
          const reply = await invoke(channel, ...args);
          expect(reply).toMatchObject({ ok: expect.any(Boolean) });
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a failure reaches the page without the main process's words", async () => {
    const { bridge, refusals } = connectIpc({
      ...handlers,
      "accounts:current": () => {
        throw new Error("keychain at /home/ada is locked");
      },
    });
    await expect(bridge.accounts.current()).rejects.toThrow(/^failed$/u);
    expect(refusals).toEqual(["accounts:current: keychain at /home/ada is locked"]);
  });
});
