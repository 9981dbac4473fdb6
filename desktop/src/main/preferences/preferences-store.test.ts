import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { defaultPreferences, type Preferences } from "../../bridge/preferences.ts";
import { defaultShortcuts } from "../../bridge/shortcuts.ts";
import { openPreferences } from "./preferences-store.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "preferences-"));
  path = join(folder, "preferences.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (onChange: (preferences: Preferences) => void = () => undefined) =>
  openPreferences(path, onChange);

it("alerts, and opens records at an answer, as long as nobody has chosen anything", () => {
  expect(open().current()).toEqual(defaultPreferences);
  expect(defaultPreferences).toMatchObject({
    alerts: true,
    doNotDisturb: false,
    screenPop: "answer",
  });
});

it("keeps a choice for the next start, and reports it", () => {
  const changes: Preferences[] = [];
  const preferences = open((next) => changes.push(next));
  preferences.change({ doNotDisturb: true });
  preferences.change({ alerts: false });
  preferences.change({ screenPop: "ring" });
  expect(changes).toEqual([
    { ...defaultPreferences, doNotDisturb: true },
    { ...defaultPreferences, alerts: false, doNotDisturb: true },
    { ...defaultPreferences, alerts: false, doNotDisturb: true, screenPop: "ring" },
  ]);
  expect(open().current()).toEqual(changes.at(-1));
});

it.each([
  ["no JSON", "{", {}],
  ["no object", "[]", {}],
  ["a damaged field", '{"alerts":0,"doNotDisturb":true}', { doNotDisturb: true }],
  ["a field of a newer app", '{"alerts":false,"x":1}', { alerts: false }],
  ["a choice of a newer app", '{"alerts":false,"screenPop":"hold"}', { alerts: false }],
  [
    "a damaged shortcut",
    '{"shortcuts":{"answer":"A","mute":null,"hangUp":"Alt+H"}}',
    { shortcuts: { ...defaultShortcuts, mute: null, hangUp: "Alt+H" } },
  ],
  ["the same keys twice", '{"shortcuts":{"answer":"Alt+H","hangUp":"Alt+H"}}', {}],
])("reads a file that has %s", (_name, text, different) => {
  writeFileSync(path, text);
  expect(open().current()).toEqual({ ...defaultPreferences, ...different });
});

it("changes nothing when the file can't be written", () => {
  const changes: Preferences[] = [];
  mkdirSync(`${path}.new`);
  const preferences = open((next) => changes.push(next));
  expect(() => preferences.change({ alerts: false })).toThrow("EISDIR");
  expect(preferences.current().alerts).toBe(true);
  expect(changes).toEqual([]);
});
