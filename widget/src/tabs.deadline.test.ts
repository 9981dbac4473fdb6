import { ada, aSnapshot, carl } from "@synapse-voice/client/testing";
import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startTestSite, type TestSite } from "./testing/site.ts";

const token = `x.${Buffer.from(JSON.stringify({ sub: "carl" })).toString("base64url")}.x`;
const incoming = aSnapshot({
  caller: ada,
  callee: carl,
  offer: { id: "offer", outcome: null },
  ringsUntil: new Date(Date.now() + 600_000).toISOString(),
});
const ended = { ...incoming, version: 2, status: "CANCELLED", endedAt: incoming.placedAt } as const;

let site: TestSite;
let browser: Browser;
let profile: BrowserContext;
let tabs: Page[];

beforeAll(async () => {
  site = await startTestSite();
  // The hash of the address makes another person of the token.
  site.script = `SynapseVoice.init({ getToken: () => ${JSON.stringify(token)} + location.hash });`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  site.reset();
  tabs = [];
  profile = await browser.newContext();
  // Counts the tones that play.
  await profile.addInitScript(() => {
    const { close } = AudioContext.prototype;
    Object.assign(globalThis, { tones: 0 });
    const counter = globalThis as unknown as { tones: number };
    const sources = [AudioScheduledSourceNode.prototype, AudioBufferSourceNode.prototype];
    for (const source of sources as { start(this: unknown, when?: number): void }[]) {
      const { start } = source;
      source.start = function (when) {
        counter.tones += 1;
        start.call(this, when);
      };
    }
    AudioContext.prototype.close = function () {
      counter.tones = 0;
      return close.call(this);
    };
  });
});
afterEach(() => profile.close());

const openPolls = (): number =>
  site.requests.filter(({ path, done }) => path.includes("wait=25") && !done).length;
const expectPolls = async (count: number): Promise<void> => {
  await expect.poll(openPolls, { timeout: 5_000 }).toBe(count);
};
async function openTab(person = ""): Promise<Page> {
  const tab = await profile.newPage();
  await tab.goto(`${site.origin}/#${person}`);
  await tab.getByRole("button", { name: "Need help?" }).waitFor();
  tabs.push(tab);
  return tab;
}
const openTabs = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await openTab();
};
const ringing = async (): Promise<number> => {
  const dialogs = await Promise.all(tabs.map((tab) => tab.getByRole("alertdialog").count()));
  return dialogs.filter((count) => count > 0).length;
};
/**
 * Returns the time at which the last tab stopped ringing. The tabs take it themselves: asking ten
 * tabs again and again takes seconds on a busy machine.
 */
const stoppedRinging = async (): Promise<number> => {
  const times = tabs.map((tab) =>
    tab.evaluate(async () => {
      const isRinging = (): boolean =>
        document.querySelector("synapse-voice")?.shadowRoot?.querySelector("[role=alertdialog]") !==
        null;
      while (isRinging()) await new Promise((resolve) => setTimeout(resolve, 50));
      return Date.now();
    }),
  );
  return Math.max(...(await Promise.all(times)));
};
const sounding = async (): Promise<number> => {
  const tones = tabs.map((tab) =>
    tab.evaluate(() => (globalThis as unknown as { tones: number }).tones),
  );
  return (await Promise.all(tones)).filter((count) => count > 0).length;
};

it("listens in one of ten tabs, rings in all and aloud in one, and leaves room for requests", async () => {
  await openTabs(10);
  await expectPolls(1);
  // A click lets a page play sound.
  for (const tab of tabs.slice(0, 3)) await tab.locator("p").click();
  site.setCalls([incoming]);
  await expect.poll(ringing, { timeout: 10_000 }).toBe(10);
  await expect.poll(sounding).toBe(1);
  await expectPolls(1);
  // Browsers open six connections to a server. An eleventh poll would starve this request.
  const requestedAt = Date.now();
  await tabs[9]?.evaluate(() => fetch("/start.js"));
  expect(Date.now() - requestedAt).toBeLessThan(2_000);
  const stopped = stoppedRinging();
  const endedAt = Date.now();
  site.setCalls([ended]);
  expect((await stopped) - endedAt).toBeLessThan(2_000);
  expect(await sounding()).toBe(0);
});

it("listens in the next tab when one is closed, and rings there", async () => {
  await openTabs(3);
  await expectPolls(1);
  for (const tab of tabs.slice()) {
    if (tabs.length === 1) break;
    await tab.close();
    tabs.shift();
    await expectPolls(1);
  }
  site.setCalls([incoming]);
  await expect.poll(ringing, { timeout: 5_000 }).toBe(1);
});

it("listens in the next tab when one hangs", async () => {
  await openTabs(2);
  await expectPolls(1);
  const [hung, other] = tabs;
  // The first tab has the lock. Its loop lasts longer than the test.
  void hung
    ?.evaluate(() => {
      const end = Date.now() + 30_000;
      while (Date.now() < end);
    })
    .catch(() => {});
  await expect.poll(openPolls, { timeout: 15_000, interval: 100 }).toBe(2);
  site.setCalls([incoming]);
  await other?.getByRole("alertdialog").waitFor();
});

it("listens in the next tab when one goes to the back/forward cache, and takes part after it", async () => {
  await openTabs(2);
  await expectPolls(1);
  const [cached] = tabs;
  // The event itself is ours: in a browser that a program controls, this cache is off.
  const send = (name: string) =>
    cached?.evaluate(
      (type) => void dispatchEvent(new PageTransitionEvent(type, { persisted: true })),
      name,
    );
  const locks = () =>
    cached?.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      return [held.length, pending.length];
    });
  await expect.poll(locks).toEqual([1, 1]);
  await send("pagehide");
  await expect.poll(locks).toEqual([1, 0]);
  await expectPolls(1);
  await send("pageshow");
  await expect.poll(locks).toEqual([1, 1]);
  await expectPolls(1);
});

it("lets the polls of several people run at the same time, whichever came first", async () => {
  const first = await openTab("first");
  await expectPolls(1);
  const second = await openTab("second");
  await expectPolls(2);
  await first.close();
  await expectPolls(1);
  await openTab("third");
  await expectPolls(2);
  await second.close();
  await expectPolls(1);
  expect(site.requests.length).toBeGreaterThan(5);
});
