import type { Ring, RingKind } from "@synapse-voice/react";
import { expect, it } from "vitest";
import { createQuietRing } from "./quiet-ring.ts";

function quietRing() {
  let isQuiet = false;
  let playing: RingKind | null = null;
  let notify: () => void = () => undefined;
  const ring: Ring = {
    start: (kind) => void (playing = kind),
    stop: () => void (playing = null),
    isBlocked: () => false,
    subscribe: () => () => undefined,
  };
  const quiet = {
    get: () => isQuiet,
    subscribe: (listener: () => void) => {
      notify = listener;
      return () => undefined;
    },
  };
  return {
    ring: createQuietRing(ring, quiet),
    playing: () => playing,
    setQuiet: (next: boolean) => {
      isQuiet = next;
      notify();
    },
  };
}

it.each(["incoming", "waiting"] as const)("plays no %s call while quiet", (kind) => {
  const { ring, playing, setQuiet } = quietRing();
  setQuiet(true);
  ring.start(kind);
  expect(playing()).toBeNull();
  setQuiet(false);
  expect(playing()).toBe(kind);
  setQuiet(true);
  expect(playing()).toBeNull();
});

it("plays the person's own calls while quiet", () => {
  const { ring, playing, setQuiet } = quietRing();
  setQuiet(true);
  ring.start("outgoing");
  expect(playing()).toBe("outgoing");
});

it("plays nothing that has stopped", () => {
  const { ring, playing, setQuiet } = quietRing();
  ring.start("incoming");
  ring.stop();
  setQuiet(true);
  setQuiet(false);
  expect(playing()).toBeNull();
});
