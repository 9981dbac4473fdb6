import { describe, expect, it } from "vitest";
import { ApiError } from "@synapse-voice/client";
import { createRecordingSound } from "./recording-sound.ts";
import type { SoundElement } from "./sound-source.ts";

/** An audio element that a test drives by its events. */
class FakeElement extends EventTarget implements SoundElement {
  src = "";
  currentTime = 0;
  defaultPlaybackRate = 1;
  playbackRate = 1;
  isPlaying = false;
  play = async (): Promise<void> => void (this.isPlaying = true);
  pause = (): void => void (this.isPlaying = false);
  load = (): void => undefined;
  removeAttribute = (): void => void (this.src = "");

  /** Loads the present source, as far as its metadata. */
  begin(): void {
    this.currentTime = 0;
    this.playbackRate = this.defaultPlaybackRate;
    this.fire("timeupdate");
    this.fire("loadedmetadata");
    this.fire("playing");
  }
  reach(seconds: number): void {
    this.currentTime = seconds;
    this.fire("timeupdate");
  }
  fire(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}

function start(requestUrl?: () => Promise<string>) {
  const element = new FakeElement();
  const mixed: unknown[] = [];
  let links = 0;
  const sound = createRecordingSound({
    element,
    mixer: {
      resume: () => mixed.push("resume"),
      setMuted: (...change) => mixed.push(change),
      close: () => mixed.push("close"),
    },
    durationSeconds: 247,
    requestUrl: requestUrl ?? (async () => `https://voice.test/recording?link=${++links}`),
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const play = async (): Promise<void> => {
    sound.play();
    await settle();
  };
  return { element, sound, mixed, play, settle, links: () => links };
}

describe("the sound of a recording", () => {
  it("asks for a link at the first Play, and not before", async () => {
    const { element, sound, play, links } = start();
    sound.seek(100);
    expect(links()).toBe(0);
    await play();
    expect([element.src, sound.getState().phase]).toEqual([
      "https://voice.test/recording?link=1",
      "loading",
    ]);
    element.begin();
    expect([element.currentTime, sound.getState()]).toEqual([
      100,
      expect.objectContaining({ phase: "playing", positionSeconds: 100 }),
    ]);
  });

  it("goes on at its position and speed with a new link, where the old one is refused", async () => {
    const { element, sound, play, settle, links } = start();
    sound.setRate(1.5);
    await play();
    element.begin();
    element.reach(61.5);
    element.fire("error");
    await settle();
    expect([links(), sound.getState()]).toEqual([
      2,
      expect.objectContaining({ phase: "loading", positionSeconds: 61.5, problem: null }),
    ]);
    element.begin();
    expect([element.currentTime, element.playbackRate, element.isPlaying]).toEqual([
      61.5,
      1.5,
      true,
    ]);
    element.reach(63);
    expect(sound.getState()).toMatchObject({ phase: "playing", positionSeconds: 63 });
  });

  it("waits for Play with a new link, where the old one is refused while it is stopped", async () => {
    const { element, sound, play, settle, links } = start();
    await play();
    element.begin();
    sound.pause();
    sound.seek(200);
    element.fire("error");
    await settle();
    expect([links(), sound.getState()]).toEqual([
      1,
      expect.objectContaining({ phase: "stopped", positionSeconds: 200, problem: null }),
    ]);
    await play();
    element.begin();
    expect([links(), element.currentTime]).toEqual([2, 200]);
  });

  it("says why there is no further link, and tries again with Play", async () => {
    const replies = [new ApiError("forbidden", 403), null];
    const { element, sound, play } = start(async () => {
      const reply = replies.shift();
      if (reply) throw reply;
      return "https://voice.test/recording";
    });
    await play();
    expect(sound.getState()).toMatchObject({ phase: "failed", problem: "forbidden" });
    await play();
    element.begin();
    expect(sound.getState()).toMatchObject({ phase: "playing", problem: null });
  });

  it("gives up on a file that no link plays, unless it has moved on", async () => {
    const { element, sound, play, settle, links } = start();
    await play();
    element.begin();
    for (const seconds of [61, 122, 183]) {
      element.reach(seconds);
      element.fire("error");
      await settle();
      element.begin();
    }
    expect([links(), sound.getState().phase]).toEqual([4, "playing"]);
    for (let failure = 0; failure < 3; failure += 1) {
      element.fire("error");
      await settle();
    }
    expect(sound.getState()).toMatchObject({
      phase: "failed",
      problem: "sound_failed",
      positionSeconds: 183,
    });
    expect(links()).toBeLessThanOrEqual(6);
  });

  it("begins anew with Play at the end", async () => {
    const { element, sound, play } = start();
    await play();
    element.begin();
    element.reach(246.8);
    element.fire("pause");
    element.fire("ended");
    expect(sound.getState()).toMatchObject({ phase: "stopped", positionSeconds: 247 });
    await play();
    expect([element.currentTime, sound.getState().positionSeconds]).toEqual([0, 0]);
  });

  it("drops a link that comes after Pause", async () => {
    let reply = (_url: string): void => undefined;
    const { element, sound, play, settle } = start(
      () => new Promise((resolve) => (reply = resolve)),
    );
    await play();
    sound.pause();
    reply("https://voice.test/recording");
    await settle();
    expect([element.src, element.isPlaying, sound.getState().phase]).toEqual([
      "",
      false,
      "stopped",
    ]);
  });

  it("stays within the recording, and mutes a side", () => {
    const { sound, mixed } = start();
    sound.seek(-5);
    expect(sound.getState().positionSeconds).toBe(0);
    sound.seek(1_000);
    expect(sound.getState().positionSeconds).toBe(247);
    sound.setMuted("left", true);
    expect([sound.getState().muted, mixed]).toEqual([
      { left: true, right: false },
      [["left", true]],
    ]);
  });

  it("shows a pause by media keys, and stops for good", async () => {
    const { element, sound, mixed, play } = start();
    await play();
    element.begin();
    element.fire("pause");
    expect(sound.getState().phase).toBe("stopped");
    sound.close();
    expect([element.src, mixed]).toEqual(["", ["resume", "close"]]);
  });
});
