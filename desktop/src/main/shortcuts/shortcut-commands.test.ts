import { beforeEach, describe, expect, it } from "vitest";
import { shortcutActions } from "../../bridge/shortcuts.ts";
import type { AgentStatus } from "../tray/agent-status.ts";
import { createShortcutCommands } from "./shortcut-commands.ts";

const available = { state: "available", reachable: true, ringing: false, waiting: 0 } as const;
const ring = { callId: "call-1", name: "Carl" };

describe("what shortcuts do", () => {
  let sent: unknown[][];
  beforeEach(() => {
    sent = [];
  });
  /** Presses every shortcut. */
  const pressAll = (status: AgentStatus): unknown[][] => {
    const run = createShortcutCommands(() => status, {
      answer: (id) => sent.push(["answer", id]),
      setMuted: (muted) => sent.push(["mute", muted]),
      hangUp: (id) => sent.push(["hang up", id]),
    });
    shortcutActions.forEach(run);
    return sent;
  };

  it("answers the call that rings", () => {
    expect(pressAll({ ...available, ringing: true, ring })).toEqual([["answer", "call-1"]]);
  });

  it.each([false, true])("mutes or unmutes the active call, and hangs it up: %j", (muted) => {
    const ownCall = { callId: "call-2", muted };
    expect(pressAll({ ...available, ownCall })).toEqual([
      ["mute", !muted],
      ["hang up", "call-2"],
    ]);
  });

  it("cancels the call that is being placed", () => {
    expect(pressAll({ ...available, ownCall: { muted: false } })).toContainEqual([
      "hang up",
      undefined,
    ]);
  });

  it.each([
    ["nobody is signed in", null],
    ["there is no call", available],
    ["the only call is on hold", { ...available, ownCall: { callId: "call-2" } }],
  ])("does nothing while %s", (_when, status) => {
    expect(pressAll(status)).toEqual([]);
  });
});
