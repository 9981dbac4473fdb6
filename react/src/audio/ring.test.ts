// @vitest-environment jsdom
import type { AcquireRingLock } from "@synapse-voice/client";
import { describe, expect, it } from "vitest";
import { createFakeDevices } from "@synapse-voice/client/testing";
import { createRing, ringSamples, type RingKind } from "./ring.ts";

/**
 * The part of Web Audio that a ring needs. It counts what plays and can be blocked, as in a
 * browser.
 */
class FakeAudioContext extends EventTarget {
  state: AudioContextState;
  readonly sampleRate = 8_000;
  readonly destination = {};
  playing = 0;
  audible = false;
  allowed: boolean;

  constructor(allowed: boolean) {
    super();
    this.allowed = allowed;
    this.state = allowed ? "running" : "suspended";
  }

  createBuffer = () => ({ copyToChannel: () => undefined });
  createBufferSource = () => ({
    connect: () => void (this.audible = true),
    disconnect: () => void (this.audible = false),
    start: () => void (this.playing += 1),
    stop: () => void (this.playing -= 1),
    buffer: null,
    loop: false,
  });
  resume = async () => {
    if (!this.allowed) return;
    this.state = "running";
    this.dispatchEvent(new Event("statechange"));
  };
  close = async () => void (this.state = "closed");
}

function ringWith(allowed = true, acquireLock?: AcquireRingLock, devices = createFakeDevices()) {
  const contexts: FakeAudioContext[] = [];
  const ring = createRing(
    () => {
      const context = new FakeAudioContext(allowed);
      contexts.push(context);
      return context as unknown as AudioContext;
    },
    acquireLock,
    devices,
  );
  return {
    ring,
    contexts,
    sounding: () => contexts.reduce((sum, context) => sum + context.playing, 0),
  };
}

describe("a ring", () => {
  it("of an incoming call is on the ringer, and a softer one during a call on the speaker", () => {
    const devices = createFakeDevices();
    const used: string[] = [];
    const reading = {
      ...devices,
      getState: () => {
        const { uses } = devices.getState();
        return {
          ...devices.getState(),
          uses: new Proxy(uses, {
            get: (all, role: keyof typeof uses) => (used.push(role), all[role]),
          }),
        };
      },
    };
    const { ring } = ringWith(true, (acquired) => (acquired(), () => undefined), reading);
    ring.start("incoming");
    expect(new Set(used)).toEqual(new Set(["ringer", "second-ringer"]));
    used.length = 0;
    ring.start("waiting");
    expect(new Set(used)).toEqual(new Set(["speaker"]));
  });

  for (const kind of [
    "incoming",
    "waiting",
    "outgoing",
    "busy",
  ] as const satisfies readonly RingKind[]) {
    it(`of a call that is ${kind} is audible, never too loud, and quiet where its loop begins again`, () => {
      const samples = ringSamples(kind, 8_000);
      const loudest = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
      expect(loudest).toBeGreaterThan(0.03);
      expect(loudest).toBeLessThanOrEqual(1);
      expect(Math.abs(samples[0]!)).toBeLessThan(0.01);
      expect(Math.abs(samples.at(-1)!)).toBeLessThan(0.01);
    });
  }

  it("rings once, however often it is started, and falls silent at once", () => {
    const { ring, sounding, contexts } = ringWith();
    ring.start("incoming");
    ring.start("incoming");
    expect(sounding()).toBe(1);
    ring.stop();
    expect(sounding()).toBe(0);
    expect(contexts[0]?.state).toBe("closed");
  });

  it("changes its sound without a moment of two", () => {
    const { ring, sounding } = ringWith();
    ring.start("incoming");
    ring.start("waiting");
    expect(sounding()).toBe(1);
  });

  it("says that the browser holds it back, until a click lets it ring", async () => {
    const { ring, contexts } = ringWith(false);
    const notified: boolean[] = [];
    ring.subscribe(() => notified.push(ring.isBlocked()));
    ring.start("incoming");
    expect(ring.isBlocked()).toBe(true);
    contexts[0]!.allowed = true;
    document.dispatchEvent(new Event("pointerdown"));
    expect(ring.isBlocked()).toBe(false);
    expect(notified.at(-1)).toBe(false);
    ring.stop();
    expect(ring.isBlocked()).toBe(false);
  });

  it("is heard in one tab at a time, and goes on in the next when that one stops", () => {
    const queue: (() => void)[] = [];
    const queueLock: AcquireRingLock = (onAcquired) => {
      queue.push(onAcquired);
      if (queue.length === 1) onAcquired();
      return () => {
        queue.splice(queue.indexOf(onAcquired), 1);
        queue[0]?.();
      };
    };
    const [first, second] = [ringWith(true, queueLock), ringWith(true, queueLock)];
    first.ring.start("incoming");
    second.ring.start("incoming");
    expect([first.contexts[0]?.audible, second.contexts[0]?.audible]).toEqual([true, false]);
    first.ring.stop();
    expect([first.contexts[0]?.audible, second.contexts[0]?.audible]).toEqual([false, true]);
    second.ring.stop();
    expect(queue).toEqual([]);
  });

  it("takes no turn while the browser keeps the tab silent", () => {
    let acquisitions = 0;
    const { ring, contexts } = ringWith(false, () => {
      acquisitions += 1;
      return () => undefined;
    });
    ring.start("incoming");
    expect(acquisitions).toBe(0);
    contexts[0]!.allowed = true;
    document.dispatchEvent(new Event("keydown"));
    expect(acquisitions).toBe(1);
    ring.stop();
  });

  it("does without where there is no Web Audio", () => {
    const ring = createRing(() => null);
    ring.start("incoming");
    expect(ring.isBlocked()).toBe(false);
    ring.stop();
  });
});
