import { createFakeClock, type FakeClock } from "@synapse-voice/client/testing";
import { beforeEach, describe, expect, it } from "vitest";
import {
  defaultShortcuts,
  isAccelerator,
  type ShortcutAction,
  type ShortcutKeys,
} from "../../bridge/shortcuts.ts";
import { createShortcuts, type Shortcuts } from "./shortcuts.ts";

const { answer, mute, hangUp } = defaultShortcuts as { [action in ShortcutAction]: string };

describe("the global shortcuts", () => {
  let clock: FakeClock;
  let keys: ShortcutKeys;
  /** Keys that another program has. */
  let taken: Set<string>;
  let registered: Map<string, () => void>;
  let ran: ShortcutAction[];
  let shortcuts: Shortcuts;
  beforeEach(() => {
    clock = createFakeClock();
    keys = defaultShortcuts;
    taken = new Set();
    registered = new Map();
    ran = [];
    shortcuts = createShortcuts({
      registry: {
        register: (accelerator, run) => {
          if (accelerator === "Alt+Malformed") throw new TypeError("conversion failure");
          if (taken.has(accelerator) || registered.has(accelerator)) return false;
          registered.set(accelerator, run);
          return true;
        },
        unregisterAll: () => registered.clear(),
      },
      keys: () => keys,
      run: (action) => ran.push(action),
      clock,
    });
    shortcuts.apply();
  });

  const registeredKeys = (): string[] => [...registered.keys()];
  const problems = (): ShortcutAction[] => shortcuts.handlers["shortcuts:problems"]();
  const pause = (isPaused: boolean): void => shortcuts.handlers["shortcuts:pause"](isPaused);

  it("run the command of the keys that are pressed", () => {
    for (const accelerator of [hangUp, answer, mute]) registered.get(accelerator)?.();
    expect(ran).toEqual(["hangUp", "answer", "mute"]);
    expect(problems()).toEqual([]);
  });

  it("run it once while the keys are held down", async () => {
    registered.get(mute)?.();
    for (const gapMs of [660, 40, 40, 40]) {
      await clock.advance(gapMs);
      registered.get(mute)?.();
    }
    registered.get(hangUp)?.();
    expect(ran).toEqual(["mute", "hangUp"]);
    await clock.advance(700);
    registered.get(mute)?.();
    expect(ran).toEqual(["mute", "hangUp", "mute"]);
  });

  it("name what can't be registered, until it can", () => {
    taken = new Set([answer]);
    keys = { ...defaultShortcuts, hangUp: "Alt+Malformed" };
    shortcuts.apply();
    expect(registeredKeys()).toEqual([mute]);
    expect(problems()).toEqual(["answer", "hangUp"]);
    taken.clear();
    expect(problems()).toEqual(["hangUp"]);
    expect(registeredKeys()).toEqual([mute, answer]);
  });

  it("change places, and are removed", () => {
    keys = { answer: mute, mute: answer, hangUp: null };
    shortcuts.apply();
    expect(problems()).toEqual([]);
    registered.get(answer)?.();
    expect(ran).toEqual(["mute"]);
    expect(registeredKeys()).toEqual([mute, answer]);
  });

  it("leave the keys to the page that records new ones, for 30 s at most", async () => {
    pause(true);
    expect(registeredKeys()).toEqual([]);
    expect(problems()).toEqual([]);
    expect(registeredKeys()).toEqual([]);
    pause(false);
    expect(registeredKeys()).toHaveLength(3);
    pause(true);
    await clock.advance(20_000);
    pause(true);
    await clock.advance(20_000);
    expect(registeredKeys()).toEqual([]);
    await clock.advance(10_000);
    expect(registeredKeys()).toHaveLength(3);
    expect(clock.pending()).toBe(0);
  });

  it("are released when the app quits", () => {
    pause(true);
    shortcuts.close();
    expect(registeredKeys()).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});

describe("the keys of a shortcut", () => {
  it.each([
    "CommandOrControl+Shift+F8",
    "Shift+F1",
    "Alt+A",
    "Control+Super+0",
    "Super+Space",
    "CommandOrControl+Alt+Shift+PageDown",
    "Alt+num5",
    "Alt+F24",
  ])("can be %s", (text) => expect(isAccelerator(text)).toBe(true));

  it.each([
    "",
    "A",
    "F8",
    "Shift+A",
    "Alt",
    "Alt+",
    "Alt+Shift",
    "Shift+Alt+A",
    "Alt+Alt+A",
    "alt+A",
    "Alt+a",
    "Alt+AB",
    "Alt+F25",
    "Alt+Escape",
    "Alt+MediaPlayPause",
    "Alt+A\n",
    " Alt+A",
    "Alt++A",
  ])("can't be %j", (text) => expect(isAccelerator(text)).toBe(false));
});
