import { describe, expect, it } from "vitest";
import { acceleratorOf, keysInWords, type KeySystem } from "./shortcut-keys.ts";

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const press = (key: string, code: string, held: Partial<typeof none>) => ({
  key,
  code,
  ...none,
  ...held,
});
const ctrl = { ctrlKey: true };

describe("the keys that are recorded", () => {
  it.each<[string, ReturnType<typeof press>, KeySystem, string | null]>([
    ["Ctrl", press("a", "KeyA", ctrl), "windows", "CommandOrControl+A"],
    ["Cmd on a Mac", press("a", "KeyA", { metaKey: true }), "mac", "CommandOrControl+A"],
    ["Ctrl on a Mac", press("a", "KeyA", ctrl), "mac", "Control+A"],
    ["the Windows key", press("a", "KeyA", { metaKey: true }), "windows", "Super+A"],
    ["Option, which types a sign", press("œ", "KeyQ", { altKey: true }), "mac", "Alt+Q"],
    ["a French keyboard", press("a", "KeyQ", ctrl), "linux", "CommandOrControl+A"],
    ["a Greek keyboard", press("α", "KeyA", ctrl), "linux", "CommandOrControl+A"],
    [
      "Shift and a digit",
      press("!", "Digit1", { ...ctrl, shiftKey: true }),
      "linux",
      "CommandOrControl+Shift+1",
    ],
    ["the number pad", press("5", "Numpad5", ctrl), "linux", "CommandOrControl+num5"],
    ["Space", press(" ", "Space", { metaKey: true }), "linux", "Super+Space"],
    ["an arrow", press("ArrowUp", "ArrowUp", { altKey: true }), "linux", "Alt+Up"],
    ["a function key", press("F8", "F8", { shiftKey: true }), "linux", "Shift+F8"],
    ["a function key alone", press("F8", "F8", {}), "linux", null],
    ["Shift and a letter", press("A", "KeyA", { shiftKey: true }), "linux", null],
    ["a media key", press("MediaPlayPause", "MediaPlayPause", ctrl), "linux", null],
    ["a dead key", press("Dead", "BracketLeft", ctrl), "linux", null],
    ["Enter", press("Enter", "Enter", ctrl), "linux", null],
  ])("with %s", (_name, event, system, accelerator) =>
    expect(acceleratorOf(event, system)).toBe(accelerator),
  );
});

it.each<[string, KeySystem, string]>([
  ["CommandOrControl+Shift+F8", "windows", "Ctrl+Shift+F8"],
  ["CommandOrControl+Alt+F8", "mac", "Cmd+Option+F8"],
  ["Super+num5", "windows", "Windows+Num 5"],
  ["Super+PageUp", "linux", "Super+Page Up"],
])("%s on %s reads %s", (accelerator, system, words) =>
  expect(keysInWords(accelerator, system)).toBe(words),
);
