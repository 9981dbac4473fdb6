import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AgentStatus } from "./agent-status.ts";
import { trayPicture } from "./tray-picture.ts";
import { trayIcons, trayState, type TrayIcon } from "./tray-state.ts";

const available = { state: "available", reachable: true, ringing: false, waiting: 0 } as const;
const onCall = { ...available, state: "on_call", onCall: true } as const;
const late = "Calls may ring a second late: live updates are interrupted";
const at1042 = new Date("2026-11-29T10:42:00").getTime();

const cases: [string, AgentStatus, TrayIcon, string[]][] = [
  ["nobody is signed in", null, "signed-out", ["Signed out: calls can't reach you"]],
  ["calls reach an available agent", available, "reachable", ["Available: calls reach you"]],
  [
    "the server stopped hearing of an available agent",
    { ...available, reachable: false },
    "offline",
    ["Calls can't reach you"],
  ],
  [
    "the agent is away",
    { ...available, state: "away", away: true },
    "away",
    ["Away: only calls to you by name reach you"],
  ],
  [
    "the agent is offline",
    { ...available, state: "offline" },
    "offline",
    ["Calls can't reach you"],
  ],
  [
    "the connection was lost",
    { ...available, state: "offline", offlineSince: at1042 },
    "offline",
    ["Calls can't reach you: no connection to the server since 10:42"],
  ],
  [
    "the connection was lost on a call",
    { ...onCall, state: "offline", offlineSince: at1042, ownCall: { name: "Carl Customer" } },
    "offline",
    ["Calls can't reach you: no connection to the server since 10:42", "With Carl Customer"],
  ],
  [
    "nothing is acknowledged yet",
    { ...available, state: "offline", reachable: false, connecting: true },
    "offline",
    ["Connecting: calls can't reach you yet"],
  ],
  [
    "calls may ring late",
    { ...available, degraded: true },
    "degraded",
    ["Available: calls reach you", late],
  ],
  [
    "calls may ring late for an agent who is away",
    { ...available, state: "away", degraded: true },
    "away",
    ["Away: only calls to you by name reach you", late],
  ],
  [
    "calls make no sound here",
    { ...available, quiet: "silent" },
    "reachable",
    ["Available: calls reach you", "Do not disturb: calls make no sound here"],
  ],
  [
    "the agent wants no alerts on this computer",
    { ...available, quiet: "hidden", missed: 1 },
    "reachable",
    [
      "Available: calls reach you",
      "Alerts are off: calls appear only in the window, without a sound",
      "1 missed call",
    ],
  ],
  ["a call goes on", { ...onCall, reachable: false }, "on-call", ["On a call"]],
  [
    "a call goes on, and the microphone is muted",
    { ...onCall, ownCall: { callId: "call-1", name: "Carl Customer", muted: true } },
    "on-call",
    ["On a call", "With Carl Customer", "Your microphone is muted"],
  ],
  [
    "an agent works after a call",
    { ...available, state: "wrap_up" },
    "wrap-up",
    ["Wrapping up: only calls to you by name reach you"],
  ],
  [
    "a call comes in",
    { ...available, ringing: true, ring: { callId: "call-1", name: "Carl Customer" } },
    "on-call",
    ["Someone is calling you", "From Carl Customer"],
  ],
  [
    "the queue never rings the agent",
    { ...available, state: "away", byNameOnly: true },
    "reachable",
    ["Available by name: only calls to you by name reach you"],
  ],
  ["callers wait", { ...onCall, waiting: 2 }, "on-call", ["On a call", "2 waiting in the queue"]],
  [
    "a call was missed",
    { ...available, missed: 1 },
    "reachable",
    ["Available: calls reach you", "1 missed call"],
  ],
  [
    "calls were missed, and callers wait",
    { ...available, missed: 3, waiting: 1 },
    "reachable",
    ["Available: calls reach you", "3 missed calls", "1 waiting in the queue"],
  ],
];

describe("the tray", () => {
  test.each(cases)("says so where %s", (_when, status, icon, lines) => {
    expect(trayState(status)).toEqual({ icon, lines });
  });

  test("has a case here for each picture", () => {
    expect(new Set(cases.map(([, , icon]) => icon))).toEqual(new Set(trayIcons));
  });
});

describe("the pictures of the tray", () => {
  const folder = join(import.meta.dirname, "../../../icons");
  const light = { desktop: undefined, isDarkTheme: false };

  test.each(trayIcons)("%s is there for all bars, in two sizes", (icon) => {
    const files = ["tray-light/", "tray-dark/", "tray-mac/"].flatMap((set) =>
      ["", "@2x"].map((size) => `${set}${icon}${set === "tray-mac/" ? "Template" : ""}${size}.png`),
    );
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  });

  test.each([
    ["win32", light, "tray-light/away.png"],
    ["win32", { ...light, isDarkTheme: true }, "tray-dark/away.png"],
    ["linux", { ...light, desktop: "KDE" }, "tray-light/away@2x.png"],
    ["linux", { desktop: "KDE", isDarkTheme: true }, "tray-dark/away@2x.png"],
    ["linux", { ...light, desktop: "ubuntu:GNOME" }, "tray-dark/away@2x.png"],
    ["darwin", { ...light, isDarkTheme: true }, "tray-mac/awayTemplate.png"],
  ] as const)("on %s with %j it is %s", (platform, bar, file) => {
    expect(trayPicture("away", { platform, ...bar })).toEqual({
      file,
      atFullSize: platform === "linux",
    });
  });
});
