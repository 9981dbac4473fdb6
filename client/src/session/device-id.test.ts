import { describe, expect, it } from "vitest";
import { createFakeStorage } from "../testing/test-client.ts";
import { deviceIdOf, type Tab } from "./device-id.ts";

function openTab(
  copied: ReadonlyMap<string, string> = new Map(),
): Tab & { sessionStorage: ReturnType<typeof createFakeStorage>; fire(name: string): void } {
  const sessionStorage = createFakeStorage();
  for (const [name, value] of copied) sessionStorage.items.set(name, value);
  const listeners: [string, () => void][] = [];
  return {
    sessionStorage,
    addEventListener: (name, listener) => void listeners.push([name, listener]),
    fire: (name) => listeners.filter(([of]) => of === name).forEach(([, listener]) => listener()),
  };
}

describe("the id of a tab", () => {
  it("survives a reload", () => {
    const tab = openTab();
    const id = deviceIdOf(tab);
    expect(id).toMatch(/^[\w-]{1,64}$/u);
    tab.fire("pagehide");
    expect(deviceIdOf(openTab(tab.sessionStorage.items))).toBe(id);
  });

  it("a duplicated tab gets one of its own", () => {
    const tab = openTab();
    const id = deviceIdOf(tab);
    tab.fire("pagehide");
    tab.fire("pageshow");
    expect(deviceIdOf(openTab(tab.sessionStorage.items))).not.toBe(id);
  });

  it("what is stored and no id is replaced", () => {
    expect(deviceIdOf(openTab(new Map([["synapse-voice.device", "a b"]])))).toMatch(
      /^[\da-f]{32}$/u,
    );
  });

  it("without storage there is an id all the same", () => {
    const forbidden: Tab = {
      get sessionStorage(): never {
        throw new Error("SecurityError");
      },
      addEventListener: () => {},
    };
    expect(deviceIdOf(forbidden)).toMatch(/^[\da-f]{32}$/u);
  });
});
