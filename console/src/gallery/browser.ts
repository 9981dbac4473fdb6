import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { build, preview } from "vite";
import type { GalleryState } from "./states/gallery-state.ts";
import { galleryStates } from "./states/states.ts";
import { launchChromium, runAxe } from "../testing/browser.ts";

/** Colour schemes of the pictures. */
export const themes = ["light", "dark"] as const;
export type Theme = (typeof themes)[number];
/**
 * Window sizes in px: a phone and a desktop for pictures, and more for tests of layout. `zoomed` is
 * a window of 1280 × 720 at a zoom of 200 %.
 */
export const sizes = {
  narrow: { width: 380, height: 640 },
  wide: { width: 1180, height: 760 },
  laptop: { width: 1280, height: 720 },
  small: { width: 900, height: 600 },
  tablet: { width: 720, height: 640 },
  phone: { width: 420, height: 800 },
  desktop: { width: 1440, height: 900 },
  netbook: { width: 1024, height: 600 },
  between: { width: 800, height: 600 },
  vga: { width: 640, height: 480 },
  zoomed: { width: 640, height: 360 },
  little: { width: 360, height: 640 },
  tiny: { width: 320, height: 480 },
  ring: { width: 360, height: 160 },
} as const;
export type Size = keyof typeof sizes;

/** Returns the sizes for pictures of a state. */
export const pictureSizes = (state: string): readonly [Size, Size] | readonly [Size] =>
  galleryStates[state]?.ringWindow === undefined ? ["narrow", "wide"] : ["ring"];

/** A browser that shows the gallery. */
export interface GalleryBrowser {
  /** Shows one state. */
  show(state: string, size: Size, theme: Theme): Promise<Page>;
  /** Returns the findings of axe, one per line. */
  findings(page: Page): Promise<string[]>;
  close(): Promise<void>;
}

/** Builds the gallery into a temporary folder and serves it on a free port. */
async function serveGallery(): Promise<{ address: string; close: () => Promise<void> }> {
  const root = join(import.meta.dirname, "../..");
  const outDir = await mkdtemp(join(tmpdir(), "synapse-gallery-"));
  await build({
    root,
    logLevel: "error",
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(root, "gallery.html") } },
  });
  const server = await preview({
    root,
    logLevel: "error",
    build: { outDir },
    preview: { port: 0, host: "127.0.0.1" },
  });
  return {
    address: server.resolvedUrls?.local[0] ?? "",
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}

/** Types, presses and scrolls as the state asks. */
async function prepare(page: Page, state: GalleryState | undefined): Promise<void> {
  const { search, fill, keys, text, press = [], lastKeys, loadsLater } = state ?? {};
  const { scrollTo, change, changeLater } = state ?? {};
  if (loadsLater !== undefined) await page.getByRole("heading", { name: loadsLater }).waitFor();
  if (search !== undefined) {
    await page.getByRole("searchbox").fill(search);
    await page.getByText(`“${search}”`).waitFor();
  }
  if (fill !== undefined) await page.getByLabel(fill.label).fill(fill.text);
  if (keys !== undefined) {
    await page.keyboard.press(keys);
    await page.getByRole("dialog").waitFor();
  }
  if (text !== undefined) await page.keyboard.type(text);
  if (keys !== undefined && text !== undefined) await page.getByRole("option").first().waitFor();
  for (const name of [press].flat())
    await page.getByRole("button", { name, exact: true }).first().click();
  if (lastKeys !== undefined) await page.keyboard.press(lastKeys);
  if (state?.opensDialog === true) await page.getByRole("dialog").waitFor();
  if (scrollTo !== undefined)
    await page
      .getByLabel(scrollTo)
      .evaluate((element) => element.scrollIntoView({ block: "start" }));
  if (change !== undefined && changeLater !== true)
    await page.locator("html[data-changed]").waitFor();
}

/** Opens Chromium on the gallery. */
export async function openGallery(): Promise<GalleryBrowser> {
  const { address, close } = await serveGallery();
  const browser = await launchChromium();
  const pages = new Map<string, Promise<Page>>();
  const pageOf = async (size: Size, theme: Theme): Promise<Page> => {
    const context = await browser.newContext({
      viewport: sizes[size],
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    return context.newPage();
  };
  const usedPages = new Set<Page>();
  /** Loads the gallery, unless it is loaded and was neither clicked nor typed into. */
  const load = async (page: Page): Promise<void> => {
    if (!usedPages.has(page) && page.url().startsWith(address)) return;
    await page.goto("about:blank");
    await page.goto(`${address}gallery.html`);
    usedPages.delete(page);
  };
  return {
    show: async (state, size, theme) => {
      const key = `${size} ${theme}`;
      const page = await (pages.get(key) ?? pages.set(key, pageOf(size, theme)).get(key));
      if (page === undefined) throw new Error("no page");
      await load(page);
      const { press, search, fill, keys } = galleryStates[state] ?? {};
      if ((press ?? search ?? fill ?? keys) !== undefined) usedPages.add(page);
      await page.evaluate((shown) => window.showGalleryState(...shown), [state, theme] as const);
      await page.locator("main").waitFor();
      await prepare(page, galleryStates[state]);
      await page.evaluate(async () => document.fonts.ready);
      return page;
    },
    findings: async (page) => {
      const { violations } = await runAxe(page);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          (node) =>
            `${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split("\n")[1] ?? ""}`,
        ),
      );
    },
    close: async () => {
      await browser.close();
      await close();
    },
  };
}
