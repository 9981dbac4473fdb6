import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGallery, sizes, themes, type GalleryBrowser, type Size } from "./browser.ts";
import { galleryStates } from "./states.ts";

describe("every screen, in Chromium", () => {
  let gallery: GalleryBrowser;
  beforeAll(async () => {
    gallery = await openGallery();
  });
  afterAll(() => gallery.close());

  for (const state of Object.keys(galleryStates)) {
    it(`${state} gives axe nothing to find and fits its window`, async () => {
      for (const theme of themes) {
        for (const size of Object.keys(sizes) as Size[]) {
          const page = await gallery.show(state, size, theme);
          // Contrast is a matter of the theme, structure is not: the wide window is checked in one theme only.
          const findings = size === "wide" && theme === "dark" ? [] : await gallery.findings(page);
          expect(findings, `${size} ${theme}`).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${size} ${theme}: no sideways scrolling`).toBe(true);
        }
      }
    }, 60_000);
  }
});
