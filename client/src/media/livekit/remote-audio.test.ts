import { Track, type RemoteTrack } from "livekit-client";
import { beforeEach, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "../../testing/fake-clock.ts";
import { createFakeDevices } from "../../testing/fake-devices.ts";
import { createRemoteAudio, type RemoteAudio } from "./remote-audio.ts";

/** An audio element that knows whether it is in the page. */
class FakeElement extends EventTarget {
  readonly #page: FakeElement[];
  constructor(page: FakeElement[]) {
    super();
    this.#page = page;
  }
  remove(): void {
    this.#page.splice(this.#page.indexOf(this), 1);
  }
}

let clock: FakeClock;
let page: FakeElement[];
let attached: FakeElement[];
let audio: RemoteAudio;
let voice: RemoteTrack;
beforeEach(() => {
  clock = createFakeClock();
  page = [];
  attached = [];
  audio = createRemoteAudio(
    { append: (element: FakeElement) => page.push(element) } as unknown as HTMLElement,
    createFakeDevices(),
    clock,
  );
  voice = {
    kind: Track.Kind.Audio,
    attach: () => {
      const element = new FakeElement(page);
      attached.push(element);
      return element;
    },
    detach: () => attached.splice(0),
  } as unknown as RemoteTrack;
});
const fail = (): boolean => page[0]!.dispatchEvent(new Event("error"));

it("plays a voice again 1 s after its output failed, until it succeeds", async () => {
  audio.add(voice);
  for (let failures = 0; failures < 3; failures += 1) {
    const [failed] = page;
    // Chromium reports a failure twice.
    fail();
    fail();
    await clock.advance(1_000);
    expect(page).toHaveLength(1);
    expect(attached).toEqual(page);
    expect(page[0]).not.toBe(failed);
  }
  await clock.advance(60_000);
  expect(attached).toHaveLength(1);
  expect(clock.pending()).toBe(0);
});

it.each([
  ["leaves", () => audio.remove(voice)],
  ["is put on hold", () => audio.setPlaying(false)],
])("plays no voice again that %s meanwhile", async (_what, end) => {
  audio.add(voice);
  fail();
  end();
  await clock.advance(60_000);
  expect([page, attached]).toEqual([[], []]);
});
