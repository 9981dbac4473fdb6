import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AgentStatus } from "./agent-status.ts";
import { trayState } from "./tray-state.ts";

const cases: [string, AgentStatus, string, RegExp][] = [
  ["nobody is signed in", null, "signed-out", /signed out/iu],
  [
    "calls reach an available agent",
    { state: "available", reachable: true, ringing: false, waiting: 0 },
    "reachable",
    /calls reach you/u,
  ],
  [
    "the server stopped hearing of an available agent",
    { state: "available", reachable: false, ringing: false, waiting: 0 },
    "unreachable",
    /can't reach/u,
  ],
  [
    "the agent is away",
    { state: "away", reachable: true, ringing: false, waiting: 0 },
    "reachable",
    /away/iu,
  ],
  [
    "the agent is offline",
    { state: "offline", reachable: true, ringing: false, waiting: 0 },
    "unreachable",
    /can't reach/u,
  ],
  [
    "a call goes on",
    { state: "on_call", reachable: false, ringing: false, waiting: 0 },
    "on-call",
    /on a call/iu,
  ],
  [
    "an agent works after a call",
    { state: "wrap_up", reachable: true, ringing: false, waiting: 0 },
    "reachable",
    /^Wrapping up/u,
  ],
  [
    "a call comes in",
    { state: "available", reachable: true, ringing: true, waiting: 0 },
    "on-call",
    /calling you/u,
  ],
];

describe("tray", () => {
  test.each(cases)("%s: it says so", (_when, status, icon, text) => {
    expect(trayState(status)).toEqual({ icon, text: expect.stringMatching(text), waiting: null });
  });

  test("callers wait: it says how many, beside the state", () => {
    expect(trayState({ state: "on_call", reachable: true, ringing: false, waiting: 2 })).toEqual({
      icon: "on-call",
      text: "On a call",
      waiting: "2 waiting in the queue",
    });
  });

  test.each([
    [1, "1 missed call"],
    [3, "3 missed calls"],
  ])("%i missed: it says so until they are seen", (missed, text) => {
    const status = { state: "available", reachable: true, ringing: false, waiting: 0 } as const;
    expect(trayState({ ...status, missed })).toMatchObject({ icon: "reachable", missed: text });
    expect(trayState(status)).not.toHaveProperty("missed");
  });

  test.each([...new Set(cases.map(([, , icon]) => icon))])(
    "has the picture %s in two sizes",
    (icon) => {
      const folder = join(import.meta.dirname, "../../../icons");
      expect([
        existsSync(join(folder, `tray-${icon}.png`)),
        existsSync(join(folder, `tray-${icon}@2x.png`)),
      ]).toEqual([true, true]);
    },
  );
});
