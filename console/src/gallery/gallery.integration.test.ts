import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGallery, type GalleryBrowser, type Size, type Theme } from "./browser.ts";
import { galleryStates } from "./states.ts";

/** Both sizes and both themes. `take-screenshots.ts` uses all four combinations. */
const views: readonly (readonly [Size, Theme])[] = [
  ["narrow", "light"],
  ["wide", "dark"],
];

describe("every screen, in Chromium", () => {
  let gallery: GalleryBrowser;
  beforeAll(async () => {
    gallery = await openGallery();
  });
  afterAll(() => gallery.close());

  it("is set in Inter, which comes from the page's own address", async () => {
    const page = await gallery.show("history", "wide", "light");
    const { family, isLoaded, addresses, origin } = await page.evaluate(async () => {
      await document.fonts.load('15px "Inter Variable"');
      const resources = performance.getEntriesByType("resource").map(({ name }) => name);
      return {
        family: getComputedStyle(document.querySelector(".sv-button") ?? document.body).fontFamily,
        isLoaded: document.fonts.check('15px "Inter Variable"'),
        addresses: resources.filter((name) => name.includes("woff")),
        origin: window.location.origin,
      };
    });
    expect([isLoaded, family]).toEqual([true, expect.stringMatching(/^"Inter Variable"/u)]);
    expect(addresses).not.toEqual([]);
    expect(addresses.filter((address) => !address.startsWith(origin))).toEqual([]);
  });

  for (const state of Object.keys(galleryStates)) {
    it(`${state} gives axe nothing to find and fits its window`, async () => {
      for (const [size, theme] of views) {
        const page = await gallery.show(state, size, theme);
        expect(await gallery.findings(page), `${size} ${theme}`).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
          `${size} ${theme}: no sideways scrolling`,
        ).toBe(true);
      }
    }, 60_000);
  }
});
