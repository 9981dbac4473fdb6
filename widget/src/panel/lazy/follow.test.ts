// @vitest-environment jsdom
import { createFakeCallClient, type FakeCallClient } from "@synapse-voice/client/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { adasCall, carlsCall, onCall } from "../../testing/calls.ts";
import { flushPromises } from "../../testing/panel.ts";
import type { Screen } from "../state/screen.ts";
import { follow } from "./follow.ts";
import { openingHours, queueState } from "./opening-hours.ts";
import { melodies, samplesOf, type Sound } from "./sounds/melodies.ts";

/** Sounds that play now, and that were played once, by the length of their buffers. */
let playing: string[];
let once: string[];
const nameOf = (length: number): string =>
  Object.keys(melodies).find(
    (name) => melodies[name as Sound].durationSeconds * 16_000 === length,
  ) ?? "unknown";

class FakeAudioContext {
  private sound = "";
  createBuffer(_channels: number, length: number) {
    return { length, copyToChannel: () => {} };
  }
  createBufferSource() {
    const source = {
      buffer: { length: 0 },
      loop: false,
      connect: () => {},
      addEventListener: () => {},
      start: (): void => {
        this.sound = nameOf(source.buffer.length);
        (source.loop ? playing : once).push(this.sound);
      },
    };
    return source;
  }
  async resume(): Promise<void> {}
  async close(): Promise<void> {
    playing = playing.filter((sound) => sound !== this.sound);
  }
}

const calling = (view: ReturnType<typeof carlsCall>): Screen => ({
  kind: "calling",
  view,
  name: null,
});
const queued = calling(carlsCall("queued", { status: "QUEUED" }));
const ringing = calling(carlsCall("ringing-out"));
const talking: Screen = { kind: "on-call", view: onCall() };
const incoming: Screen = { kind: "incoming", view: adasCall() };

let client: FakeCallClient;
const setActive = (hasBeenActive: boolean): void =>
  void vi.stubGlobal("navigator", { userActivation: { hasBeenActive } });

beforeEach(() => {
  [playing, once] = [[], []];
  client = createFakeCallClient();
  document.title = "Your orders";
  vi.stubGlobal("AudioContext", FakeAudioContext);
  setActive(true);
});
afterEach(() => {
  follow({ kind: "closed" }, client);
  vi.unstubAllGlobals();
});

describe("the sounds of a call", () => {
  it("are a ringback while it rings, and a chime at the answer", () => {
    follow(ringing, client);
    follow(ringing, client);
    expect(playing).toEqual(["ringback"]);
    follow(talking, client);
    expect([playing, once]).toEqual([[], ["answered"]]);
    follow(talking, client);
    expect(once).toEqual(["answered"]);
  });

  it("are those that the company has chosen for its queue, also after a reload", async () => {
    client.reply(openingHours, { open: true, hours: null, queueSound: "music" });
    follow(queued, client);
    await flushPromises();
    expect(playing).toEqual(["queue"]);
    follow(ringing, client);
    expect(playing).toEqual(["ringback"]);
    client.reply(openingHours, { open: true, hours: null, queueSound: "silence" });
    await queueState(client);
    follow(queued, client);
    expect(playing).toEqual([]);
  });

  it("are a ring when an agent calls, and no chime for the one who answers", () => {
    follow(incoming, client);
    expect(playing).toEqual(["ring"]);
    follow({ kind: "on-call", view: { ...onCall(), role: "callee" } }, client);
    expect([playing, once]).toEqual([[], []]);
  });

  it("wait for a click where the browser plays nothing before one", () => {
    setActive(false);
    follow(ringing, client);
    expect(playing).toEqual([]);
    document.dispatchEvent(new Event("pointerdown"));
    document.dispatchEvent(new Event("keydown"));
    expect(playing).toEqual(["ringback"]);
    follow({ kind: "closed" }, client);
    document.dispatchEvent(new Event("pointerdown"));
    expect(playing).toEqual([]);
  });

  it.each(Object.entries(melodies))(
    "%s begins and ends silently, and is never loud",
    (_, melody) => {
      const samples = samplesOf(melody, 16_000);
      const loudest = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
      expect(loudest).toBeLessThan(0.45);
      expect(Math.abs(samples[0]!)).toBeLessThan(0.001);
      expect(Math.abs(samples.at(-1)!)).toBeLessThan(0.01);
    },
  );
});

describe("the tab's title", () => {
  it("tells what the call does, and is the page's own afterwards", () => {
    follow(queued, client);
    expect(document.title).toBe("Waiting for someone… · Your orders");
    client.set({ queue: { position: 2, estimatedWaitSeconds: null } });
    follow(queued, client);
    expect(document.title).toBe("You're second in line · Your orders");
    follow(talking, client);
    expect(document.title).toBe("On call with Ada Agent · Your orders");
    follow({ kind: "home" }, client);
    expect(document.title).toBe("Your orders");
  });

  it("keeps a title that the page sets meanwhile", () => {
    follow(incoming, client);
    expect(document.title).toBe("Ada Agent is calling · Your orders");
    document.title = "Your invoices";
    follow(incoming, client);
    expect(document.title).toBe("Ada Agent is calling · Your invoices");
    follow({ kind: "closed" }, client);
    expect(document.title).toBe("Your invoices");
  });
});
