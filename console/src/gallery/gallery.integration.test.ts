import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  openGallery,
  pictureSizes,
  type GalleryBrowser,
  type Size,
  type Theme,
} from "./browser.ts";
import { ringStates } from "./states/ring-states.ts";
import { galleryStates } from "./states/states.ts";

/** Returns both sizes and both themes. `take-screenshots.ts` uses all combinations. */
function viewsOf(state: string): readonly (readonly [Size, Theme])[] {
  const [first, second = first] = pictureSizes(state);
  return [
    [first, "light"],
    [second, "dark"],
  ];
}

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

  it("shows a holiday that can't be, and says all of the problem, in a narrow window", async () => {
    const page = await gallery.show("settings-holidays-wrong", "phone", "light");
    const day = page.getByLabel("Day of Stocktaking");
    await expect.poll(() => day.evaluate((one) => one === document.activeElement)).toBe(true);
    const foot = await page.locator(".page-foot").boundingBox();
    const place = await page.getByText("This day is in the list already.").boundingBox();
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThan(foot?.y ?? 0);
    const hours = await page.getByRole("button", { name: /Set hours.*Stocktaking/u }).boundingBox();
    expect(place?.y).toBeLessThan(hours?.y ?? 0);
    const result = page.getByText("Not saved: look at what is marked");
    expect(await result.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  });

  it("has notes beside the calls from 1200 px on, and above them in a narrower window", async () => {
    for (const [size, isBeside] of [
      ["laptop", true],
      ["wide", false],
      ["phone", false],
    ] as const) {
      const page = await gallery.show("notes-saved", size, "light");
      const field = page.getByRole("textbox", { name: "Notes" });
      await field.waitFor();
      const notes = await page.locator(".notes").boundingBox();
      const calls = await page.locator(".detail-calls").boundingBox();
      if (notes === null || calls === null) throw new Error("not shown");
      expect([notes.width === 300, notes.x >= calls.x + calls.width], `in ${size}`).toEqual([
        isBeside,
        isBeside,
      ]);
      expect(notes.y + notes.height <= calls.y, `in ${size}`).toBe(!isBeside);
      expect(await field.evaluate((one) => one.scrollWidth - one.clientWidth), `in ${size}`).toBe(
        0,
      );
    }
  });

  it("has the parts of a customer's card in one line, with space between them", async () => {
    const form = await gallery.show("customer-callback", "phone", "dark");
    const title = await form.getByRole("heading", { name: "We'll call you back" }).boundingBox();
    const field = await form.getByRole("textbox").first().boundingBox();
    expect(title?.x).toBe(field?.x);
    const refused = await gallery.show("customer-refused", "phone", "dark");
    const code = await refused.locator(".sv-code").boundingBox();
    const button = await refused.getByRole("button", { name: "Ask for a call-back" }).boundingBox();
    expect((button?.y ?? 0) - (code?.y ?? 0) - (code?.height ?? 0)).toBeGreaterThanOrEqual(8);
  });

  for (const state of Object.keys(ringStates)) {
    it(`${state} has room for all that it says, and for its buttons`, async () => {
      const page = await gallery.show(state, "ring", "light");
      await page.getByText(/Customer portal|Team/u).waitFor();
      const { cut, heights } = await page.evaluate(() => ({
        // The area of a button that can be pressed is 1 px wider than what it draws.
        cut: [...document.querySelectorAll(".sv-ringing, .sv-ringing-note, button")]
          .filter(
            (one) =>
              one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1,
          )
          .map((one) => one.textContent),
        heights: [...document.querySelectorAll("button")].map((one) => one.offsetHeight),
      }));
      expect([cut, heights]).toEqual([[], [40, 40]]);
    });
  }

  for (const state of Object.keys(galleryStates)) {
    it(`${state} gives axe nothing to find and fits its window`, async () => {
      for (const [size, theme] of viewsOf(state)) {
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
