import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGallery, type GalleryBrowser, type Size } from "./browser.ts";

/** Each text that the header can have, and the banners that come with some of them. */
const headerStates = [
  "waiting",
  "by-name-only",
  "on-call",
  "on-call-then-away",
  "wrap-up",
  "wrap-up-then-away",
  "away",
  "away-here",
  "connecting-to-server",
  "offline",
  "degraded",
  "live-updates-missing",
  "microphone-blocked-idle",
];

/** From a large screen to 1280 × 720 at a zoom of 200 %, and a small phone. */
const windows: readonly Size[] = ["desktop", "netbook", "between", "vga", "zoomed", "little"];

describe("windows of other sizes", () => {
  let gallery: GalleryBrowser;
  beforeAll(async () => {
    gallery = await openGallery();
  });
  afterAll(() => gallery.close());

  for (const state of ["crowded-flood", "crowded-two-incoming", "crowded-held-beside-a-call"]) {
    it(`hold every part, and every call button can be pressed: ${state}`, async () => {
      for (const size of windows) {
        const page = await gallery.show(state, size, "light");
        expect(await partsOutside(page), `in ${size}`).toEqual([]);
        expect(await unreachable(page, 'section[aria-label="Calls"] button'), `in ${size}`).toEqual(
          [],
        );
        expect(await unreachable(page, ".sv-dock-ring .sv-name"), `in ${size}`).toEqual([]);
        expect(await partsOutside(page), `in ${size}, scrolled`).toEqual([]);
      }
    }, 60_000);
  }

  it("leave a part of the page beside two notices and a ring", async () => {
    for (const [size, height] of [
      ["tablet", 200],
      ["between", 160],
      ["vga", 60],
      ["phone", 160],
    ] as const) {
      const page = await gallery.show("crowded-second-call-notices", size, "light");
      expect(await visibleHeight(page), `in ${size}`).toBeGreaterThanOrEqual(height);
      expect(await unreachable(page, ".sv-dock-notices button"), `in ${size}`).toEqual([]);
    }
  });

  for (const state of ["microphone-blocked-ringing", "second-call", "crowded-missed"]) {
    it(`hold the words of each button of a card: ${state}`, async () => {
      for (const size of [...windows, "tiny"] as const) {
        const page = await gallery.show(state, size, "light");
        expect(await wordsOutside(page), `in ${size}`).toEqual([]);
      }
    });
  }

  for (const state of ["customer-incoming", "customer-unanswered", "customer-callback"]) {
    it(`hold a customer's cards and their buttons: ${state}`, async () => {
      for (const size of ["zoomed", "little", "tiny"] as const) {
        const page = await gallery.show(state, size, "light");
        expect(await wordsOutside(page), `in ${size}`).toEqual([]);
        expect(await unreachable(page, ".sv-manager button"), `in ${size}`).toEqual([]);
      }
    });
  }

  it("let the page below a customer's cards be pressed", async () => {
    const page = await gallery.show("customer-unanswered", "desktop", "light");
    const card = await page.locator(".sv-manager > .sv-card").first().boundingBox();
    const beside = await page.evaluate(
      ({ x, y }) => document.elementFromPoint(x, y)?.closest(".sv-manager") ?? null,
      { x: (card?.x ?? 0) - 12, y: (card?.y ?? 0) + 12 },
    );
    expect(beside).toBeNull();
  });

  it("say who is on hold beside what the agent should do", async () => {
    for (const size of [...windows, "tablet"] as const) {
      const page = await gallery.show("held-placed", size, "light");
      const cut = await page
        .locator(".sv-dock-held :is(.sv-row-name, .sv-secondary)")
        .evaluateAll((texts) =>
          texts.filter((text) => text.scrollWidth > text.clientWidth).map((one) => one.textContent),
        );
      expect(cut, `in ${size}`).toEqual([]);
    }
  });

  it("show all of the agent's state, and of the banners about it", async () => {
    for (const size of ["desktop", "laptop", "netbook", "between", "phone", "tiny"] as const) {
      for (const state of headerStates) {
        const page = await gallery.show(state, size, "light");
        const { shown, cut } = await cutInHeader(page);
        expect(cut, `${state} in ${size}`).toEqual([]);
        // In a narrow window, a call takes the place of the header.
        const hasHeader =
          !state.startsWith("on-call") || !["between", "phone", "tiny"].includes(size);
        expect(shown.length > 0, `${state} in ${size}`).toBe(hasHeader);
      }
    }
  }, 60_000);

  it("show all of an email on a person's page", async () => {
    for (const size of ["little", "tiny"] as const) {
      const page = await gallery.show("detail-broke-off", size, "light");
      const email = await page.locator(".detail-email").evaluate((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const line = one.closest(".detail-about") ?? one;
        return range.getBoundingClientRect().right - line.getBoundingClientRect().right;
      });
      expect(email, `in ${size}`).toBeLessThanOrEqual(0);
    }
  });

  it("keep the links to pages apart", async () => {
    const page = await gallery.show("ready", "tiny", "light");
    const gaps = await page.locator(".nav-link").evaluateAll((links) =>
      links.map((link) => {
        const range = document.createRange();
        const name = [...link.childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE);
        range.selectNodeContents(name ?? link);
        return link.getBoundingClientRect().width - range.getBoundingClientRect().width;
      }),
    );
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4);
  });

  it("start the words of an empty queue where the title starts", async () => {
    for (const [state, title] of [
      ["ready", "Waiting"],
      ["team-calls-empty", "Waiting"],
    ] as const) {
      const page = await gallery.show(state, "desktop", "light");
      const left = async (text: string) =>
        page
          .getByText(text, { exact: true })
          .first()
          .evaluate((one) => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return range.getBoundingClientRect().left;
          });
      expect(await left("Nobody is waiting."), `in ${state}`).toBe(await left(title));
    }
  });
});

/** Returns the agent's state, and the texts of it and of banners that are not all in their place. */
const cutInHeader = (page: Page): Promise<{ shown: string[]; cut: string[] }> =>
  page.evaluate(() => {
    const visible = (selector: string) =>
      [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    const contentsOf = (element: Element): DOMRect => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect();
    };
    // A text that ends in an ellipsis is longer than its element.
    const shortens = (element: Element): boolean =>
      contentsOf(element).right > element.getBoundingClientRect().right + 0.05;
    const isCut = (text: Element): boolean => {
      const place = text.closest(".header .sv-row-text, .sv-banner")?.getBoundingClientRect();
      const frame = text.closest(".header, .list")?.getBoundingClientRect();
      if (place === undefined || frame === undefined) return true;
      const { left, right, top, bottom } = contentsOf(text);
      const isOutside =
        left < place.left || right > place.right || top < frame.top || bottom > frame.bottom;
      return isOutside || [text, ...text.querySelectorAll("*")].some(shortens);
    };
    const states = visible(".header .sv-state");
    const texts = [...states, ...visible(".list > .sv-banner > .sv-grow")];
    return {
      shown: states.map((one) => one.textContent),
      cut: texts.filter(isCut).map((one) => one.textContent),
    };
  });

/** Returns the fixed parts of the screen that are outside the window. */
const partsOutside = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll(
        ".header, .nav, .sv-dock-bar, .sv-dock-held, .sv-dock-notices, .sv-dock-ring, .page-foot",
      ),
    ]
      .filter((part) => part.checkVisibility())
      .map((part) => ({ part, rect: part.getBoundingClientRect() }))
      .filter(
        ({ rect }) =>
          rect.height > 0 &&
          (rect.top < 0 ||
            rect.left < 0 ||
            rect.bottom > window.innerHeight + 1 ||
            rect.right > window.innerWidth + 1),
      )
      .map(({ part, rect }) => `${part.className} ${rect.top} to ${rect.bottom}`),
  );

/** Returns the elements that a press at the centre misses, after scrolling them into view. */
const unreachable = (page: Page, selector: string): Promise<readonly string[]> =>
  page.locator(selector).evaluateAll((buttons) =>
    buttons
      .filter((button) => button.checkVisibility())
      .flatMap((button) => {
        button.scrollIntoView({ block: "nearest" });
        const { left, right, top, bottom } = button.getBoundingClientRect();
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return button.contains(hit)
          ? []
          : [`${button.textContent}: ${hit?.className ?? "outside"} at ${top}`];
      }),
  );

/** Returns the height of the page between the bar and what covers the page, in px. */
const visibleHeight = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const work = document.querySelector(".work")?.getBoundingClientRect();
    const ring = document.querySelector(".sv-dock-ring > .sv-card")?.getBoundingClientRect();
    return Math.min(work?.bottom ?? 0, ring?.top ?? Infinity) - (work?.top ?? 0);
  });

/** Returns the buttons of cards that are outside their card, or whose words are outside them. */
const wordsOutside = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll(".sv-card button")]
      .filter((button) => button.checkVisibility())
      .filter((button) => {
        const card = button.closest(".sv-card")?.getBoundingClientRect();
        const { left, right } = button.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(button);
        const words = range.getBoundingClientRect();
        return (
          card === undefined ||
          left < card.left ||
          right > card.right ||
          words.left < left ||
          words.right > right
        );
      })
      .map((button) => button.textContent),
  );
