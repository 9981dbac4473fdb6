import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runAxe } from "@synapse-voice/local/testing/axe";
import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser, Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { states } from "../gallery/states.ts";

const packageRoot = join(import.meta.dirname, "..");
/** Folder for pictures of the screens. None are taken if it is not set. */
const pictures = process.env["SYNAPSE_WIDGET_PICTURES"];

let server: ViteDevServer;
let browser: Browser;
let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "widget-gallery-"));
  server = await createServer({
    root: join(packageRoot, "gallery"),
    configFile: false,
    logLevel: "error",
    cacheDir: cache,
    server: { host: "127.0.0.1", port: 0, hmr: false, fs: { allow: [join(packageRoot, "..")] } },
  });
  await server.listen();
  browser = await launchChromium();
  if (pictures) await mkdir(pictures, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(cache, { recursive: true, force: true });
});

async function gallery(
  colorScheme: "light" | "dark",
  width: number,
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 640 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  return { page, errors };
}

const variants = [
  ["light", "at 360 px on a wide page", 520],
  ["dark", "on a phone", 390],
  ...(pictures
    ? ([
        ["dark", "at 360 px on a wide page", 520],
        ["light", "on a phone", 390],
      ] as const)
    : []),
] as const;

describe("every screen", () => {
  it.each(variants)(
    "in %s %s fits, and axe finds nothing",
    { timeout: 120_000 },
    async (scheme, place, width) => {
      const { page, errors } = await gallery(scheme, width);
      for (const name of Object.keys(states)) {
        await page.evaluate((hash) => void (location.hash = hash), name);
        await page.waitForSelector(`body[data-state="${name}"]`);
        const { violations } = await runAxe(page, "synapse-voice");
        expect({ name, violations }).toEqual({ name, violations: [] });
        const overflows = await page.evaluate(() => {
          const panel = document
            .querySelector("synapse-voice")
            ?.shadowRoot?.querySelector("section");
          return panel
            ? panel.scrollWidth > panel.clientWidth ||
                panel.getBoundingClientRect().left < 0 ||
                panel.offsetHeight > innerHeight
            : false;
        });
        expect({ name, place, overflows }).toEqual({ name, place, overflows: false });
        if (pictures)
          await page.screenshot({
            path: join(pictures, `${name}-${width === 390 ? "phone" : "360"}-${scheme}.png`),
          });
      }
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );
});
