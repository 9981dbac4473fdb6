import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Preferences } from "../../bridge/preferences.ts";
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

it("alerts as long as nobody has chosen anything", () => {
  expect(open().current()).toEqual({ alerts: true, doNotDisturb: false });
});

it("keeps a choice for the next start, and reports it", () => {
  const changes: Preferences[] = [];
  const preferences = open((next) => changes.push(next));
  preferences.change({ doNotDisturb: true });
  preferences.change({ alerts: false });
  expect(changes).toEqual([
    { alerts: true, doNotDisturb: true },
    { alerts: false, doNotDisturb: true },
  ]);
  expect(open().current()).toEqual(changes.at(-1));
});

it.each([
  ["no JSON", "{", { alerts: true, doNotDisturb: false }],
  ["no object", "[]", { alerts: true, doNotDisturb: false }],
  ["a damaged field", '{"alerts":0,"doNotDisturb":true}', { alerts: true, doNotDisturb: true }],
  ["a field of a newer app", '{"alerts":false,"x":1}', { alerts: false, doNotDisturb: false }],
])("reads a file that has %s", (_name, text, preferences) => {
  writeFileSync(path, text);
  expect(open().current()).toEqual(preferences);
});

it("changes nothing when the file can't be written", () => {
  const changes: Preferences[] = [];
  mkdirSync(`${path}.new`);
  const preferences = open((next) => changes.push(next));
  expect(() => preferences.change({ alerts: false })).toThrow("EISDIR");
  expect(preferences.current().alerts).toBe(true);
  expect(changes).toEqual([]);
});
