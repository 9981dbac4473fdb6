import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ada, aSnapshot, carl } from "@synapse-voice/client/testing";
import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";

const packageRoot = join(import.meta.dirname, "..");
const name = `<img src=x onerror="document.title='broken into'">"'&amp;{{name}}`;
const incoming = aSnapshot({
  caller: { ...ada, name },
  callee: carl,
  offer: { id: "offer", outcome: null },
  ringsUntil: new Date(Date.now() + 600_000).toISOString(),
});
const token = `x.${Buffer.from(JSON.stringify({ sub: "carl" })).toString("base64url")}.x`;

let dist: string;
let site: Server;
let origin: string;
let browser: Browser;
let page: Page;
let requests: { path: string; at: number; done: boolean }[];
let calls: (typeof incoming)[];
let errors: string[];
/** Another origin that the page's policy lets it reach. */
let connectTo: string;
/** Script of the page that starts the widget. */
let start: string;
const usualStart = `SynapseVoice.init({ getToken: async () => ${JSON.stringify(token)} });`;

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "media-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://site");
  if (pathname === "/api/voip/calls/live") {
    const entry = { path: request.url ?? "", at: Date.now(), done: false };
    requests.push(entry);
    response.on("close", () => void (entry.done = true));
    if (searchParams.get("since") === "1" && calls.length === 0) return;
    response
      // As a proxy may add it: the widget's requests must not depend on the reply's header.
      .setHeader("cache-control", "public, max-age=600")
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ serverTime: new Date().toISOString(), cursor: "1", calls }));
    return;
  }
  if (pathname.startsWith("/nowhere")) return void response.writeHead(404).end("{}");
  if (pathname === "/widget/warnings.html")
    return void response.end(await readFile(join(dist, "warnings.html"), "utf8"));
  if (pathname === "/favicon.ico") return void response.writeHead(204).end();
  if (pathname.endsWith(".js")) {
    const file =
      pathname === "/start.js"
        ? ""
        : await readFile(join(dist, pathname.replace("/widget/", "")), "utf8");
    response.setHeader("content-type", "text/javascript").end(file || start);
    return;
  }
  const integrity = JSON.parse(await readFile(join(dist, "integrity.json"), "utf8")) as Record<
    string,
    string
  >;
  const hash = integrity["synapse-voice.js"] ?? "";
  const script =
    `<script src="/widget/synapse-voice.js" data-api="${origin}" ` +
    `integrity="${hash}" defer></script>`;
  response
    .setHeader("content-security-policy", policy.replace("connect-src", `connect-src ${connectTo}`))
    .setHeader("content-type", "text/html");
  response.end(
    `<!doctype html><html lang="en"><title>Portal</title><p>Orders</p>${script}${script}` +
      `<script src="/start.js" defer></script></html>`,
  );
}

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), "widget-"));
  await promisify(execFile)(process.execPath, ["build.ts", dist], { cwd: packageRoot });
  site = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
  await once(site, "listening");
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await rm(dist, { recursive: true, force: true });
});
beforeEach(async () => {
  requests = [];
  calls = [];
  errors = [];
  start = usualStart;
  connectTo = "";
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
  await page.goto(origin);
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
  await page.goto(origin);
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
  await page.goto(origin);
  await expect.poll(() => requests.filter(({ done }) => !done).length, { timeout: 5_000 }).toBe(1);
  const before = requests.length;
  expect(before).toBe(2);
  await page.getByRole("button", { name: "Need help?" }).click();
  await page.getByRole("dialog").waitFor();
  await expect
    .poll(
      () =>
        requests.slice(before).filter(({ path, done }) => path.includes("wait=25") && !done).length,
      { timeout: 5_000 },
    )
    .toBe(1);
  expect(requests.filter(({ done }) => !done)).toHaveLength(1);
});

it("shows an incoming call by itself, whose name is text whatever it holds, and can be used by keyboard alone", async () => {
  calls = [incoming];
  await page.goto(origin);
  await page.getByRole("alertdialog", { name: `Incoming call from ${name}` }).waitFor();
  expect(await page.title()).toBe("Portal");
  expect(await page.locator("synapse-voice img").count()).toBe(0);
  await page.keyboard.press("Tab");
  await expect.poll(() => focused(page)).toBe("Decline");
  await page.keyboard.press("Tab");
  await expect.poll(() => focused(page)).toBe("Answer");
  expect(errors).toEqual([]);
});

it("goes by keyboard from the button to Call and back", async () => {
  await page.goto(origin);
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

it("lets the polls of two tabs run at the same time, whichever came first", async () => {
  const context = await browser.newContext();
  const openPanel = async (): Promise<Page> => {
    const tab = await context.newPage();
    await tab.goto(origin);
    await tab.getByRole("button", { name: "Need help?" }).click();
    await tab.getByRole("dialog").waitFor();
    return tab;
  };
  const openPolls = (): number =>
    requests.filter(({ path, done }) => path.includes("wait=25") && !done).length;
  const expectPolls = async (count: number): Promise<void> => {
    await expect.poll(openPolls, { timeout: 5_000 }).toBe(count);
  };
  const first = await openPanel();
  await expectPolls(1);
  const second = await openPanel();
  await expectPolls(2);
  await first.close();
  await expectPolls(1);
  await openPanel();
  await expectPolls(2);
  await second.close();
  await expectPolls(1);
  await context.close();
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
  start = script;
  await page.goto(origin);
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
  start = usualStart.replace("{", `{ apiUrl: "${api}",`);
  connectTo = api;
  await page.goto(origin);
  await expect
    .poll(() => ours(errors)[0] ?? "", { timeout: 10_000 })
    .toContain(`does not accept requests from ${origin}`);
  stranger.close();
});

const ours = (messages: readonly string[]): string[] =>
  messages.filter((message) => message.startsWith("Synapse Voice"));

const focused = (on: Page): Promise<string | null | undefined> =>
  on.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
