import type { MenuItemConstructorOptions } from "electron";
import { createFakeCallClient } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, test } from "vitest";
import type { AgentStatus } from "./agent-status.ts";
import { createTrayCommands } from "./tray-commands.ts";
import { createTrayView, type TrayView } from "./tray-view.ts";

const available: NonNullable<AgentStatus> = {
  state: "available",
  reachable: true,
  ringing: false,
  waiting: 0,
};
const ring = { callId: "call-1", name: "Tom & Co" };
const ringing: AgentStatus = { ...available, ringing: true, ring };
const onCall = { ...available, state: "on_call", onCall: true } as const;

describe("the menu of the tray", () => {
  let seen: string[];
  let menu: readonly MenuItemConstructorOptions[];
  let menus: number;
  let view: TrayView;
  let client: ReturnType<typeof createFakeCallClient> | null;
  beforeEach(() => {
    seen = [];
    menus = 0;
    client = createFakeCallClient();
    const see = (text: string) => (): void => void seen.push(text);
    view = createTrayView(
      {
        setIcon: (icon) => seen.push(icon),
        setToolTip: (text) => seen.push(text),
        setMenu: (items) => {
          menu = items;
          menus += 1;
        },
      },
      {
        ...createTrayCommands(
          () => client,
          async () => void seen.push("save"),
          (callId) => void client?.answer(callId),
        ),
        open: see("open"),
        openSettings: see("settings"),
        saveReport: see("report"),
        quit: see("quit"),
      },
    );
  });

  /** Returns the labels. `(…)` marks a text that can't be clicked, and `*` the checked one. */
  const labels = (): string[] =>
    menu.map(({ type, label, enabled, checked }) => {
      if (type === "separator") return "-";
      return enabled === false ? `(${label})` : `${checked ? "*" : ""}${label}`;
    });
  const choose = async (label: string): Promise<void> => {
    const item = menu.find((one) => one.label === label);
    // Electron's arguments are of no use to the actions.
    item?.click?.({} as never, undefined, {} as never);
    await Promise.resolve();
  };
  const commands = () => client?.commands;

  test("while nobody is signed in has no commands", () => {
    expect(labels()).toEqual([
      "(Signed out: calls can't reach you)",
      "-",
      "Open",
      "Save a support report",
      "-",
      "Quit",
    ]);
    expect(seen).toEqual(["signed-out", "Synapse Voice\nSigned out: calls can't reach you"]);
  });

  test.each([
    ["Open", "open"],
    ["Settings", "settings"],
    ["Save a support report", "report"],
    ["Quit", "quit"],
  ])("has %s", async (label, expected) => {
    view.showStatus(available);
    seen = [];
    await choose(label);
    expect(seen).toEqual([expected]);
  });

  test("sets the state", async () => {
    view.showStatus(available);
    const groups = ["-", "Open", "Settings", "Save a support report", "-", "Quit"];
    expect(labels()).toEqual([
      "(Available: calls reach you)",
      "-",
      "*Available",
      "Away",
      ...groups,
    ]);
    await choose("Away");
    view.showStatus({ ...onCall, away: true });
    expect(labels()).toEqual(["(On a call)", "-", "Available", "*Away", ...groups]);
    await choose("Available");
    expect(commands()).toEqual([
      ["setWanted", "away"],
      ["setWanted", "available"],
    ]);
  });

  test("has no state to set for an agent whom the queue never rings", () => {
    view.showStatus({ ...available, state: "away", byNameOnly: true });
    expect(labels()).not.toContain("Away");
  });

  test("answers or declines the call that rings", async () => {
    view.showStatus(ringing);
    expect(labels().slice(0, 6)).toEqual([
      "(Someone is calling you)",
      "(From Tom && Co)",
      "-",
      "Answer",
      "Decline",
      "-",
    ]);
    await choose("Answer");
    await choose("Decline");
    expect(commands()).toEqual([
      ["answer", "call-1"],
      ["decline", "call-1"],
    ]);
  });

  test("mutes, unmutes and hangs up without a question", async () => {
    view.showStatus({ ...onCall, ownCall: { callId: "call-1", name: "Carl", muted: false } });
    await choose("Mute");
    view.showStatus({ ...onCall, ownCall: { callId: "call-1", name: "Carl", muted: true } });
    await choose("Unmute");
    await choose("Hang up");
    view.showStatus({ ...onCall, ownCall: { callId: "call-2", name: "Dora" } });
    expect(labels()).not.toContain("Mute");
    await choose("Hang up");
    view.showStatus({ ...onCall, ownCall: { muted: false } });
    await choose("Hang up");
    expect(commands()).toEqual([
      ["setMuted", true],
      ["setMuted", false],
      ["hangUp", "call-1"],
      ["hangUp", "call-2"],
      ["hangUp", undefined],
    ]);
  });

  test("ends the wrap-up, once the page has saved the notes", async () => {
    view.showStatus({ ...available, state: "wrap_up" });
    seen = [];
    await choose("I'm ready");
    expect(seen).toEqual(["save"]);
    await expect.poll(commands).toEqual([["endWrapUp"]]);
  });

  test("does nothing for an account that is gone", async () => {
    view.showStatus(ringing);
    const before = client;
    client = null;
    await choose("Answer");
    expect(before?.commands).toEqual([]);
  });

  test("is not replaced by an update that changes nothing in it, since that would close it", () => {
    view.showStatus(ringing);
    const before = [menus, seen.length];
    view.showStatus({ ...ringing, ring: { ...ring } });
    expect([menus, seen.length]).toEqual(before);
    view.showStatus({ ...ringing, ring: { ...ring, callId: "call-2" } });
    expect(menus).toBe((before[0] ?? 0) + 1);
  });

  test("has a notice below the state", () => {
    view.notice("The keychain can't be used");
    expect(labels().slice(0, 2)).toEqual([
      "(Signed out: calls can't reach you)",
      "(The keychain can't be used)",
    ]);
  });

  test("the icon is set again for a bar of another colour", () => {
    seen = [];
    view.redrawIcon();
    expect(seen).toEqual(["signed-out"]);
  });

  test("everything is set again in a new icon", () => {
    view.showStatus(ringing);
    const before = [labels(), menus];
    seen = [];
    view.redraw();
    expect([labels(), menus - 1]).toEqual(before);
    expect(seen).toEqual(["on-call", "Synapse Voice\nSomeone is calling you\nFrom Tom & Co"]);
  });
});
