import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ada, aSnapshot, carl } from "@synapse-voice/client/testing";
import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startTestSite, type TestSite } from "./testing/site.ts";

const name = `<img src=x onerror="document.title='broken into'">"'&amp;{{name}}`;
const incoming = aSnapshot({
  caller: { ...ada, name },
  callee: carl,
  offer: { id: "offer", outcome: null },
  ringsUntil: new Date(Date.now() + 600_000).toISOString(),
});
const onCall = aSnapshot({
  status: "IN_PROGRESS",
  offer: null,
  answeredAt: new Date().toISOString(),
  mediaDeviceId: "tab",
});
const token = `x.${Buffer.from(JSON.stringify({ sub: "carl" })).toString("base64url")}.x`;
const usualStart = `SynapseVoice.init({ getToken: async () => ${JSON.stringify(token)} });`;

let site: TestSite;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  site = await startTestSite();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  site.reset();
  errors = [];
  site.script = usualStart;
  page = await browser.newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()),
  );
});
afterEach(() => page.close());

it("runs under a strict policy with Trusted Types, loads twice as once, and leaves the page alone", async () => {
  await page.addInitScript(() =>
    Object.assign(window, { before: new Set(Object.getOwnPropertyNames(window)) }),
  );
  await page.goto(site.origin);
  await page.getByRole("button", { name: "Need help?" }).click();
  await page.getByRole("dialog", { name: "How can we help?" }).waitFor();
  expect(await page.locator("synapse-voice").count()).toBe(1);
  const added = await page.evaluate(() =>
    Object.getOwnPropertyNames(window).filter(
      (key) => !(window as unknown as { before: Set<string> }).before.has(key),
    ),
  );
  expect(added.filter((key) => key !== "before")).toEqual(["SynapseVoice"]);
  expect(
    await page
      .locator("p")
      .first()
      .evaluate((text) => getComputedStyle(text).color),
  ).toBe("rgb(0, 0, 0)");
  expect(errors).toEqual([]);
});

it("moves nothing on the page when it comes", async () => {
  await page.goto(site.origin);
  await page.getByRole("button", { name: "Need help?" }).waitFor();
  const shifts = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => resolve(list.getEntries().length));
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(observer.takeRecords().length)),
        );
      }),
  );
  expect(shifts).toBe(0);
});

it("keeps one quiet request open, before and after the panel took over", async () => {
  const open = (): typeof site.requests => site.requests.filter(({ done }) => !done);
  await page.goto(site.origin);
  await expect.poll(() => open().length, { timeout: 5_000 }).toBe(1);
  const before = site.requests.length;
  expect(before).toBe(2);
  await page.getByRole("button", { name: "Need help?" }).click();
  await page.getByRole("dialog").waitFor();
  // The panel fetches the live calls once; the button goes on listening.
  await expect.poll(() => site.requests.length, { timeout: 5_000 }).toBe(before + 1);
  await expect.poll(() => open().length, { timeout: 5_000 }).toBe(1);
  expect(open()[0]?.path).toContain("wait=25");
});

it("shows an incoming call by itself, whose name is text whatever it holds, and can be used by keyboard alone", async () => {
  site.setCalls([incoming]);
  await page.goto(site.origin);
  await page.getByRole("alertdialog", { name: `Incoming call from ${name}` }).waitFor();
  await expect.poll(() => page.title()).toBe(`${name} is calling · Portal`);
  expect(await page.locator("synapse-voice img").count()).toBe(0);
  await page.keyboard.press("Tab");
  await expect.poll(() => focused(page)).toBe("Decline");
  await page.keyboard.press("Tab");
  await expect.poll(() => focused(page)).toBe("Answer");
  expect(errors).toEqual([]);
});

it("goes by keyboard from the button to Call and back", async () => {
  await page.goto(site.origin);
  await page.getByRole("button", { name: "Need help?" }).waitFor();
  await page.keyboard.press("Tab");
  await expect.poll(() => focused(page)).toBe("Need help?");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Tab");
  await expect.poll(() => focused(page)).toBe("Call");
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toBe("Need help?");
});

it.each(["fails", "hangs"] as const)(
  "has one panel, with all its screens and the sound, after its first import %s",
  async (fault) => {
    const pageErrors: string[] = [];
    page.on("pageerror", (error) => pageErrors.push(error.message));
    const arrived: string[] = [];
    page.on("response", (response) => arrived.push(new URL(response.url()).pathname));
    let broken = true;
    page.setDefaultTimeout(10_000);
    await page.route(/\/assets\/panel-/u, (route) => {
      if (!broken) return route.continue();
      return fault === "fails" ? route.abort() : undefined;
    });
    await page.route("**/api/voip/callbacks", (route) =>
      route.fulfill({ status: 201, json: { id: "callback" } }),
    );
    await page.addInitScript(() => sessionStorage.setItem("synapse-voice.device", "tab"));
    await page.clock.install();
    await page.goto(site.origin);
    await page.getByRole("button", { name: "Need help?" }).click();
    if (fault === "hangs") await page.clock.fastForward(10_000);
    await page.getByRole("button", { name: "Try again" }).waitFor();
    broken = false;
    await page.getByRole("button", { name: "Try again" }).click();

    // Without a microphone, the panel offers the form for a call-back.
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByRole("button", { name: "Ask for a call-back" }).click();
    await page.getByLabel("What is it about?").fill("My order");
    await page.getByRole("button", { name: "Ask for a call-back" }).click();
    await page.getByRole("dialog", { name: "Thank you. We'll call you back." }).waitFor();

    const tokenAsked = page.waitForRequest("**/api/voip/calls/call-1/media-token");
    site.setCalls([onCall]);
    await tokenAsked;
    await page.getByRole("dialog", { name: `On call with ${ada.name}` }).waitFor();
    await page.getByRole("button", { name: "Mute" }).click();
    await page.getByRole("button", { name: "Unmute" }).waitFor();
    const chunks = ["media", "panel", "secondary-screens"];
    const hashed = /\/(?<chunk>[a-z-]+)-[\w-]{6}\.js$/u;
    expect(
      arrived.flatMap((path) => hashed.exec(path)?.groups?.["chunk"] ?? []).toSorted(),
    ).toEqual(chunks);
    expect(pageErrors).toEqual([]);
  },
);

it("fetches a lazy chunk again, by the same address, after a failed import", async () => {
  const requested: string[] = [];
  await page.route(/\/assets\/secondary-screens-/u, (route) =>
    requested.push(route.request().url()) > 1 ? route.continue() : route.abort(),
  );
  await page.clock.install();
  await page.goto(site.origin);
  await page.getByRole("button", { name: "Need help?" }).click();
  await page.getByRole("button", { name: "Talk to someone in particular" }).click();
  await page.getByRole("dialog", { name: "We can't reach the service." }).waitFor();
  await page.clock.fastForward(2_000);
  await page.getByRole("dialog", { name: "Whom would you like to talk to?" }).waitFor();
  expect(requested).toEqual([requested[0], requested[0]]);
});

it.each([
  [
    "getToken throws",
    `SynapseVoice.init({ getToken() { throw new Error("boom"); } })`,
    "getToken() failed",
  ],
  [
    "getToken rejects",
    `SynapseVoice.init({ getToken: () => Promise.reject(new Error("boom")) })`,
    "getToken() failed",
  ],
  ["getToken is missing", "SynapseVoice.init({})", "getToken() failed"],
  [
    "getToken throws once the panel is open",
    `let broken = false;
    SynapseVoice.init({ getToken() { if (broken) throw new Error("boom"); return "token"; } });
    SynapseVoice.open().then(() => { broken = true; });`,
    "getToken() failed",
  ],
  ["open() comes before init", "SynapseVoice.open(); SynapseVoice.open()", "open() does nothing"],
  [
    "there is no voice server",
    usualStart.replace("{", `{ apiUrl: location.origin + "/nowhere",`),
    "There is no voice server",
  ],
])("warns once, with a link that explains it, where %s", async (_, script, warning) => {
  site.script = script;
  await page.goto(site.origin);
  await expect.poll(() => ours(errors).length, { timeout: 10_000 }).toBe(1);
  expect(ours(errors)[0]).toContain(warning);
  const [link = ""] = /http\S+warnings\.html#\S+/u.exec(ours(errors)[0] ?? "") ?? [];
  await page.waitForTimeout(1_500);
  expect(ours(errors)).toHaveLength(1);
  await page.goto(link);
  expect(await page.locator(new URL(link).hash).textContent()).not.toBe("");
});

it("warns of an origin that the server does not know", async () => {
  const stranger = createServer((_request, response) => void response.end("{}"));
  stranger.listen(0, "127.0.0.1");
  await once(stranger, "listening");
  const api = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  site.script = usualStart.replace("{", `{ apiUrl: "${api}",`);
  site.connectTo = api;
  await page.goto(site.origin);
  await expect
    .poll(() => ours(errors)[0] ?? "", { timeout: 10_000 })
    .toContain(`does not accept requests from ${site.origin}`);
  stranger.close();
});

const ours = (messages: readonly string[]): string[] =>
  messages.filter((message) => message.startsWith("Synapse Voice"));

const focused = (on: Page): Promise<string | null | undefined> =>
  on.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
