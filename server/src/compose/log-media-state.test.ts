import { describe, expect, it } from "vitest";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";
import { logMediaState } from "./log-media-state.ts";

/** Runs it with a media server, and returns the levels and texts that it logged. */
async function logged(media: Parameters<typeof logMediaState>[0]): Promise<unknown[]> {
  const lines: unknown[] = [];
  const line =
    (level: string) =>
    (...args: unknown[]): void =>
      void lines.push([level, args.at(-1)]);
  await logMediaState(media, { info: line("info"), warn: line("warn"), error: line("error") });
  return lines;
}

const reachable = async (): Promise<void> => undefined;
const initialized = ["info", "LiveKit service initialized"];

describe("the state of LiveKit at the start", () => {
  it("is fine when only the server creates rooms", async () => {
    const media = { check: reachable, createsUnknownRooms: async () => false };
    expect(await logged(media)).toEqual([initialized]);
  });

  it("gets a warning when LiveKit creates rooms by itself", async () => {
    const media = { check: reachable, createsUnknownRooms: async () => true };
    expect(await logged(media)).toEqual([
      initialized,
      ["warn", expect.stringContaining("set room.auto_create: false")],
    ]);
  });

  it("is an error when LiveKit can't be reached", async () => {
    const check = async (): Promise<void> => Promise.reject(new MediaUnavailable("refused"));
    expect(await logged({ check, createsUnknownRooms: async () => true })).toEqual([
      ["error", expect.stringContaining("LiveKit can't be used yet")],
    ]);
  });
});
