import { Room } from "livekit-client";
import { afterEach, expect, it, vi } from "vitest";
import { createRoom } from "./create-room.ts";

/** Counts its listeners. */
class Devices {
  readonly listeners: unknown[] = [];
  addEventListener = (name: string, listener: unknown): void =>
    void this.listeners.push(`${name} ${String(listener)}`);
  removeEventListener = (name: string, listener: unknown): void => {
    const index = this.listeners.indexOf(`${name} ${String(listener)}`);
    if (index !== -1) this.listeners.splice(index, 1);
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("makes rooms that nothing of the page holds", () => {
  const mediaDevices = new Devices();
  // With a document, LiveKit takes this for a browser.
  vi.stubGlobal("document", {});
  vi.stubGlobal("navigator", { userAgent: "", mediaDevices });
  createRoom({});
  expect(mediaDevices.listeners).toEqual([]);
  expect(Room.cleanupRegistry).toBe(false);
});
