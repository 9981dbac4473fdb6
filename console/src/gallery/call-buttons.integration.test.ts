import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGallery, themes, type GalleryBrowser, type Size } from "./browser.ts";
import { crowdedStates } from "./states/crowded-states.ts";

const windows: readonly Size[] = ["laptop", "small", "phone"];

/** Returns the names of visible call buttons, and those that a press at five points doesn't hit. */
const pressEverywhere = async (page: Page): Promise<{ shown: string[]; covered: string[] }> =>
  page.evaluate(() => {
    const buttons = [
      ...document.querySelectorAll(
        'section[aria-label="Calls"] button, .stage-bar button, .unsaved button',
      ),
    ].filter((one) => one.checkVisibility());
    const inset = 1;
    const covered = buttons.flatMap((button) => {
      // Long notices and many calls on hold scroll in their own places.
      if (button.closest(".sv-dock-notices, .sv-dock-held") !== null)
        button.scrollIntoView({ block: "nearest" });
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

/** Clicks the first element of a selector, also where it is covered. */
const click = (page: Page, selector: string): Promise<void> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => (element as HTMLElement).click());

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
        // Settings have no list of people.
        if (crowdedStates[state]?.fragment !== undefined) continue;
        // A person's page, with all of their calls.
        await click(page, ".list .row-open");
        await click(page, ".detail-calls > .text-button");
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
      expect(alone.length, `in ${size}`).toBeGreaterThan(100);
      const both = await gallery.show("crowded-on-call-then-second", size, "light");
      expect(await placesOf(both), `in ${size}`).toEqual(alone);
    }
  });

  it("of a second call stay where they are when the first one ends", async () => {
    for (const size of windows) {
      const both = await gallery.show("crowded-on-call-then-second", size, "light");
      const places = await placesOf(both, ".sv-card-ringing button");
      expect(places, `in ${size}`).toHaveLength(2);
      const alone = await gallery.show("crowded-second-alone", size, "light");
      // Hold and answer becomes Answer.
      const withoutText = (list: readonly string[]) =>
        list.map((place) => place.replace(/^\D+/u, ""));
      expect(withoutText(await placesOf(alone, ".sv-card-ringing button")), `in ${size}`).toEqual(
        withoutText(places),
      );
    }
  });

  it("stand in a bar whose focus has the ring of other elements, inside the bar", async () => {
    for (const theme of themes) {
      const page = await gallery.show("crowded-on-call", "laptop", theme);
      const bar = page.locator(".sv-dock-bar > .sv-card");
      // After a key, focus that a script moves is visible.
      await page.keyboard.press("F6");
      await bar.focus();
      for (const forcedColors of ["none", "active"] as const) {
        await page.emulateMedia({ forcedColors });
        const ring = await bar.evaluate((element) => {
          const { outlineStyle, outlineWidth, outlineOffset, boxShadow } =
            getComputedStyle(element);
          return { outlineStyle, outlineWidth, outlineOffset, boxShadow };
        });
        expect(ring, `${theme}, forced colours ${forcedColors}`).toEqual({
          outlineStyle: "solid",
          outlineWidth: "2px",
          outlineOffset: "-4px",
          boxShadow: "none",
        });
      }
      await page.emulateMedia({ forcedColors: null });
    }
  });

  it("ignore a press just after they appeared under the pointer", async () => {
    const both = await gallery.show("crowded-on-call-then-second", "phone", "light");
    const place = await both.getByRole("button", { name: "Hold and answer" }).boundingBox();
    const page = await gallery.show("crowded-on-call-second-later", "phone", "light");
    const presses = await pressesAfterChange(page, {
      x: (place?.x ?? 0) + 20,
      y: (place?.y ?? 0) + 20,
    });
    expect(presses).toEqual({ soon: [], later: ["Hold and answer"] });
  });
});

/**
 * Rests the pointer at a point, changes the state, and presses at once and after the time of the
 * guard. Returns the names of the buttons that took the presses.
 */
const pressesAfterChange = async (page: Page, point: { x: number; y: number }) =>
  page.evaluate(async ({ x, y }) => {
    const taken: string[] = [];
    document.addEventListener("click", ({ target }) => {
      if (target instanceof Element) taken.push(target.closest("button")?.textContent ?? "");
    });
    const at = { clientX: x, clientY: y, pointerType: "mouse", bubbles: true, cancelable: true };
    const send = (type: string): void => {
      const event = type === "click" ? new MouseEvent(type, { ...at, detail: 1 }) : null;
      document.elementFromPoint(x, y)?.dispatchEvent(event ?? new PointerEvent(type, at));
    };
    const press = (): void => ["pointerdown", "pointerup", "click"].forEach(send);
    send("pointermove");
    const appeared = new Promise((done) => {
      new MutationObserver(done).observe(document.body, { childList: true, subtree: true });
    });
    window.changeGalleryState();
    await appeared;
    await Promise.resolve();
    press();
    const soon = [...taken];
    const start = performance.now();
    while (taken.length === 0 && performance.now() < start + 2_000) {
      await new Promise(requestAnimationFrame);
      press();
    }
    return { soon, later: taken };
  }, point);

/** The active call's buttons, the list's rows and the person's name. */
const besideTheRing = ".sv-card-live button, .list .row-open, .stage h2";

/** Returns the text and the rectangle of each element. */
const placesOf = async (page: Page, selector = besideTheRing): Promise<readonly string[]> =>
  page.locator(selector).evaluateAll((elements) =>
    elements.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return `${element.textContent} ${x} ${y} ${width} ${height}`;
    }),
  );
