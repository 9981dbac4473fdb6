import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGallery, type GalleryBrowser, type Size } from "./browser.ts";

const windows: readonly Size[] = ["laptop", "small", "tablet", "phone"];
/** The bar is as wide as the stage, which has the whole window under 900 px. */
const barWindows: readonly Size[] = ["wide", "small", "tablet", "phone"];

describe("notices", () => {
  let gallery: GalleryBrowser;
  beforeAll(async () => {
    gallery = await openGallery();
  });
  afterAll(() => gallery.close());

  for (const state of [
    "busy",
    "left-page",
    "held-by-peer",
    "microphone-choose",
    "ended-lost",
    "crowded-second-call-notices",
  ]) {
    it(`cover nothing, and nothing covers them: ${state}`, async () => {
      for (const size of windows) {
        const page = await gallery.show(state, size, "light");
        const { notices, overlaps } = await overlapsOf(page);
        expect(notices, `in ${size}`).toBeGreaterThan(0);
        expect(overlaps, `in ${size}`).toEqual([]);
      }
    }, 60_000);
  }

  it("cover nothing of a page that has no list", async () => {
    for (const size of windows) {
      const page = await gallery.show("busy", size, "light");
      await page.getByRole("link", { name: "Team" }).click();
      await page.locator(".shell-team").waitFor();
      const { notices, overlaps } = await overlapsOf(page);
      expect(notices, `in ${size}`).toBeGreaterThan(0);
      expect(overlaps, `in ${size}`).toEqual([]);
      await page.getByRole("link", { name: "Calls", exact: true }).click();
    }
  });

  for (const state of ["second-call", "crowded-settings"]) {
    it(`move nothing when they come and go while a call rings: ${state}`, async () => {
      for (const size of windows) {
        const page = await gallery.show(state, size, "light");
        const before = await placesOf(page);
        expect(before.length, `in ${size}`).toBeGreaterThan(10);
        await page.evaluate(() => window.changeGalleryState());
        const close = page.locator(".sv-dock-notices").getByRole("button", { name: "Close" });
        await close.waitFor();
        expect(await placesOf(page), `in ${size}, with a notice`).toEqual(before);
        expect((await overlapsOf(page)).overlaps, `in ${size}`).toEqual([]);
        await close.click();
        await close.waitFor({ state: "detached" });
        expect(await placesOf(page), `in ${size}, without it again`).toEqual(before);
      }
    }, 60_000);
  }
});

describe("the bar of a call", () => {
  let gallery: GalleryBrowser;
  beforeAll(async () => {
    gallery = await openGallery();
  });
  afterAll(() => gallery.close());

  it("has room for the customer's name and for who is muted, in one height", async () => {
    for (const size of barWindows) {
      const heights = new Set<number>();
      for (const state of ["on-call", "on-call-muted", "on-call-elsewhere"]) {
        const page = await gallery.show(state, size, "light");
        const cut = await page
          .locator(".sv-dock-bar")
          .locator(".sv-name, .sv-live-state, .sv-live-state *")
          .evaluateAll((texts) =>
            texts
              .filter((text) => text.scrollWidth > Math.ceil(text.getBoundingClientRect().width))
              .map((text) => text.textContent),
          );
        expect(cut, `${state} in ${size}`).toEqual([]);
        const buttons = page.locator(".sv-dock-bar button");
        expect(
          await buttons.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height)),
          `${state} in ${size}`,
        ).toEqual(Array.from({ length: await buttons.count() }, () => 48));
        heights.add((await page.locator(".sv-dock-bar").boundingBox())?.height ?? 0);
      }
      expect([...heights], `in ${size}`).toEqual([size === "phone" ? 116 : 64]);
    }
  });

  it("says all of whether calls ring here, without a call", async () => {
    const page = await gallery.show("busy", "small", "light");
    for (const words of ["Your team's calls ring here.", "Find and call someone"]) {
      // A width in parts of a pixel may shorten a text without counting as overflow.
      const missing = await page.getByText(words).evaluate((text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        return range.getBoundingClientRect().width - text.getBoundingClientRect().width;
      });
      expect(missing, `of ${words}`).toBeLessThanOrEqual(0);
    }
  });

  it("marks what it shortens", async () => {
    for (const size of barWindows) {
      const page = await gallery.show("on-call-long-name", size, "light");
      const overflows = await page
        .locator(".sv-dock-bar .sv-name, .sv-dock-bar .sv-live-state span")
        .evaluateAll((texts) => texts.map((text) => getComputedStyle(text).textOverflow));
      expect(new Set(overflows), `in ${size}`).toEqual(new Set(["ellipsis"]));
    }
  });
});

/**
 * Returns the number of notices, and the parts of the screen that share an area with one. Parts of
 * the page that scroll count with the area in which they are visible. A shadow counts, too: it
 * would be over the page, or cut off.
 */
const overlapsOf = (page: Page): Promise<{ notices: number; overlaps: string[] }> =>
  page.evaluate(() => {
    const rects = (selector: string) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => element.checkVisibility())
        .map((element) => ({ element, rect: element.getBoundingClientRect() }))
        .filter(({ rect }) => rect.width > 0 && rect.height > 0);
    const place = document.querySelector(".sv-dock-notices")?.getBoundingClientRect();
    const notices = rects(".sv-dock-notices > *").map(({ element, rect }) => ({
      element,
      rect: {
        left: rect.left,
        right: rect.right,
        top: Math.max(rect.top, place?.top ?? 0),
        bottom: Math.min(rect.bottom, place?.bottom ?? 0),
      },
    }));
    const shadows = notices.flatMap(({ element }) =>
      getComputedStyle(element).boxShadow === "none" ? [] : [`shadow of ${element.className}`],
    );
    const isOnePane = document.querySelector(".work")?.checkVisibility() ?? false;
    const parts = rects(
      `${isOnePane ? ".work" : ".list, .stage"}, .header, .nav, .page-foot, ` +
        ".sv-dock-bar > *, .stage-bar, .sv-dock-held > *, .sv-dock-ring > *",
    );
    const overlaps = notices.flatMap(({ element, rect: one }) =>
      parts
        .filter(
          ({ rect: other }) =>
            one.left < other.right - 1 &&
            other.left < one.right - 1 &&
            one.top < other.bottom - 1 &&
            other.top < one.bottom - 1,
        )
        .map((part) => `${element.className} and ${part.element.className}`),
    );
    return { notices: notices.length, overlaps: [...overlaps, ...shadows] };
  });

/** Returns the places of all controls except those of notices. */
const placesOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("a, button, input, select, textarea")]
      .filter((control) => control.closest(".sv-dock-notices") === null)
      .map((control) => {
        const { x, y, width, height } = control.getBoundingClientRect();
        return `${control.textContent} ${x} ${y} ${width} ${height}`;
      }),
  );
