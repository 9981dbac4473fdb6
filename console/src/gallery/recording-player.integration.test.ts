import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveSound, type SoundServer } from "../testing/sound-server.ts";
import { openGallery, type GalleryBrowser } from "./browser.ts";

declare global {
  interface Window {
    /** The element that the player plays, and what Web Audio sends to the speaker. */
    heard: { element?: HTMLMediaElement; analyser?: AnalyserNode };
  }
}

/** Listens to what the page plays. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.heard = {};
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function playHeard(this: HTMLMediaElement) {
      window.heard.element = this;
      return play.call(this);
    };
    const { connect } = AudioNode.prototype as unknown as {
      connect: (this: AudioNode, ...targets: unknown[]) => unknown;
    };
    AudioNode.prototype.connect = function connectHeard(this: AudioNode, ...targets: unknown[]) {
      if (targets[0] instanceof AudioDestinationNode) {
        const analyser = this.context.createAnalyser();
        analyser.fftSize = 4096;
        connect.call(this, analyser);
        window.heard.analyser = analyser;
      }
      return connect.call(this, ...targets);
    } as typeof AudioNode.prototype.connect;
  });

/** Returns the level in dB of both tones: that of the customer, and that of the agent. */
const levels = (page: Page): Promise<{ customer: number; agent: number }> =>
  page.evaluate(() => {
    const { analyser } = window.heard;
    if (analyser === undefined) return { customer: -Infinity, agent: -Infinity };
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const levelAt = (hertz: number): number =>
      bins[Math.round((hertz * analyser.fftSize) / analyser.context.sampleRate)] ?? -Infinity;
    return { customer: levelAt(440), agent: levelAt(1000) };
  });

const position = (page: Page): Promise<number> =>
  page.evaluate(() => window.heard.element?.currentTime ?? 0);

/** Levels in dB. Opus codes both sides together, so a side has a trace of the other one. */
const playing = -40;
const muted = -50;

/** Waits until the sound goes on from a position. */
async function goesOnAt(page: Page, seconds: number): Promise<void> {
  const read = () => position(page);
  await expect.poll(read, { timeout: 10_000 }).toBeGreaterThan(seconds + 0.3);
  expect(await read()).toBeLessThan(seconds + 12);
}

describe("the player, with an hour of sound in Chromium", () => {
  let gallery: GalleryBrowser;
  let server: SoundServer;
  let page: Page;
  beforeAll(async () => {
    server = await serveSound();
    gallery = await openGallery();
    page = await gallery.show("recording-long", "wide", "light");
    await page.route("http://api.test/**", (route) =>
      route.continue({ url: route.request().url().replace("http://api.test", server.address) }),
    );
    await listen(page);
  }, 120_000);
  afterAll(async () => {
    await gallery.close();
    await server.close();
  });

  it("begins after a small part of the file", async () => {
    await page.getByRole("button", { name: "Play" }).click();
    await goesOnAt(page, 0);
    // Chromium reads ahead, and looks at the end for the length.
    expect(server.sent()).toBeLessThan(server.size);
    await expect.poll(async () => (await levels(page)).customer).toBeGreaterThan(playing);
    expect((await levels(page)).agent).toBeGreaterThan(playing);
  });

  it("mutes one side, and the other one plays on", async () => {
    await page.getByRole("button", { name: "Mute Carl" }).click();
    await expect.poll(async () => (await levels(page)).customer).toBeLessThan(muted);
    expect((await levels(page)).agent).toBeGreaterThan(playing);
    await page.getByRole("button", { name: "Unmute Carl" }).click();
    await page.getByRole("button", { name: "Mute Ada" }).click();
    await expect.poll(async () => (await levels(page)).agent).toBeLessThan(muted);
    await page.getByRole("button", { name: "Unmute Ada" }).click();
  });

  it("loads from the middle where the position is moved there", async () => {
    const before = server.served.length;
    await page.getByRole("slider", { name: "Position" }).fill("3000");
    await goesOnAt(page, 3_000);
    expect(Math.max(...server.served.slice(before).map(({ from }) => from))).toBeGreaterThan(
      1_000_000,
    );
  });

  it("goes on at its position with a new link, where the old one is refused", async () => {
    server.expire();
    await page.getByRole("slider", { name: "Position" }).fill("1200");
    await goesOnAt(page, 1_200);
    expect(server.served.at(-1)?.token).toBe("2");
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("plays faster by the chosen speed, also with the next link", async () => {
    await page.getByRole("combobox", { name: "Speed" }).selectOption("2 ×");
    server.expire();
    await page.getByRole("slider", { name: "Position" }).fill("600");
    await goesOnAt(page, 600);
    expect(await page.evaluate(() => window.heard.element?.playbackRate)).toBe(2);
  });
});
