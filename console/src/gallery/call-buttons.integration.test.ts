import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGallery, type GalleryBrowser, type Size } from "./browser.ts";
import { crowdedStates } from "./crowded-states.ts";

const windows: readonly Size[] = ["laptop", "small", "phone"];

/** Returns the names of visible call buttons, and those that a press at five points doesn't hit. */
const pressEverywhere = async (page: Page): Promise<{ shown: string[]; covered: string[] }> =>
  page.evaluate(() => {
    const calls = document.querySelector('section[aria-label="Calls"]');
    const buttons = [...(calls?.querySelectorAll("button") ?? [])].filter((one) =>
      one.checkVisibility(),
    );
    // Inside the rounded corners.
    const inset = 4;
    const covered = buttons.flatMap((button) => {
      // Long notices scroll in their own place.
      if (button.closest(".sv-dock-notices") !== null) button.scrollIntoView({ block: "nearest" });
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const points = [
        [(left + right) / 2, (top + bottom) / 2],
        [left + inset, top + inset],
        [right - inset, top + inset],
        [left + inset, bottom - inset],
        [right - inset, bottom - inset],
      ] as const;
      return points.flatMap(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        return button.contains(hit)
          ? []
          : [`${button.textContent} at ${x}, ${y}: ${hit?.className ?? "outside"}`];
      });
    });
    return { shown: buttons.map((button) => button.textContent), covered };
  });

describe("the buttons of calls, beside 100 past calls", () => {
  let gallery: GalleryBrowser;
  beforeAll(async () => {
    gallery = await openGallery();
  });
  afterAll(() => gallery.close());

  for (const state of Object.keys(crowdedStates)) {
    it(`are hit at the centre and the corners: ${state}`, async () => {
      for (const size of windows) {
        const page = await gallery.show(state, size, "light");
        const before = await pressEverywhere(page);
        expect(before.covered, `in ${size}`).toEqual([]);
        // A person's details, with all of their calls.
        await page
          .locator(".list .row-open")
          .first()
          .evaluate((row) => (row as HTMLElement).click());
        await page.locator(".detail-calls li").nth(99).waitFor({ state: "attached" });
        const beside = await pressEverywhere(page);
        expect(beside.covered, `${size}, with details`).toEqual([]);
        expect(beside.shown, `${size}, with details`).toEqual(before.shown);
      }
    }, 60_000);
  }

  it("stay where they are when a second call rings", async () => {
    for (const size of windows) {
      const page = await gallery.show("crowded-on-call", size, "light");
      const alone = await placesOf(page);
      const both = await gallery.show("crowded-on-call-then-second", size, "light");
      expect(await placesOf(both), `in ${size}`).toEqual(alone);
    }
  });
});

/** Returns the rectangle of each button of the active call. */
const placesOf = async (page: Page): Promise<readonly string[]> =>
  page.locator(".sv-dock-bar button").evaluateAll((buttons) =>
    buttons.map((button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      return `${button.textContent} ${x} ${y} ${width} ${height}`;
    }),
  );
