import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser } from "playwright-core";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";

// A page of one origin and a server of another, in a real browser, since only that decides what is
// still sent when a page ends.

let browser: Browser;
let site: Server;
let api: Server;
let requests: { method: string; at: number; token: string }[];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function clientCode(): Promise<string> {
  const result = await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, "../index.ts"), formats: ["es"] },
    },
  });
  const [{ output }] = result as [Rolldown.RolldownOutput];
  return output[0].code;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  response
    .setHeader("access-control-allow-origin", request.headers.origin ?? "*")
    .setHeader("access-control-allow-headers", "authorization, content-type, synapse-device")
    .setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE")
    .setHeader("access-control-max-age", "600");
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  if (request.url?.includes("/presence"))
    requests.push({
      method: request.method ?? "",
      at: Date.now(),
      token: request.headers.authorization ?? "",
    });
  // Long polls stay open.
  if (request.url?.includes("wait=25")) return;
  const now = new Date();
  response.setHeader("content-type", "application/json").end(
    JSON.stringify({
      serverTime: now.toISOString(),
      cursor: "1",
      calls: [],
      deviceId: "device",
      state: "available",
      leaseUntil: new Date(now.getTime() + 25_000).toISOString(),
      wrapUpUntil: null,
      waiting: 0,
      openCallbacks: 0,
    }),
  );
}

beforeAll(async () => {
  const code = await clientCode();
  api = createServer(answer).listen(0, "127.0.0.1");
  await once(api, "listening");
  const start = `
    import { browserDeviceId, createCallClient, createPollFeed, createPresence } from "/client.js";
    let asked = 0;
    createCallClient({
      session: {
        apiUrl: "http://127.0.0.1:${portOf(api)}",
        supabaseUserId: "ada",
        deviceId: browserDeviceId(),
        // A page that ends gets no more tokens.
        getToken: () => new Promise((resolve) => setTimeout(() => resolve("t" + ++asked), 20)),
      },
      feed: createPollFeed(),
      presence: createPresence(),
    }).start();`;
  site = createServer((request, response) => {
    const script = request.url === "/client.js" ? code : request.url === "/start.js" ? start : null;
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(script ?? `<!doctype html><script type="module" src="/start.js"></script>`);
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  for (const server of [site, api]) {
    server?.closeAllConnections();
    server?.close();
  }
});

it("signs the device off when its page is left, at once and with a token", async () => {
  requests = [];
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${portOf(site)}/`);
  await expect.poll(() => requests.map(({ method }) => method)).toContain("PUT");
  const leftAt = Date.now();
  await page.goto("about:blank");
  await expect.poll(() => requests.at(-1)?.method).toBe("DELETE");
  expect(requests.at(-1)?.token).toMatch(/^Bearer t\d+$/u);
  expect((requests.at(-1)?.at ?? Infinity) - leftAt).toBeLessThan(2_000);
  await page.close();
});

it("is present again after a reload", async () => {
  requests = [];
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${portOf(site)}/`);
  await expect.poll(() => requests.map(({ method }) => method)).toContain("PUT");
  await page.reload();
  await expect
    .poll(() => requests.map(({ method }) => method).join(" "))
    .toMatch(/PUT DELETE PUT/u);
  await page.close();
});
