import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

/**
 * Draws the icons in `icons/`, which are committed. Run it after a change here: `node
 * desktop/icons.ts <path of a Chromium>`. Each icon has the console's mark. The tray's states
 * differ in shape as well as in colour.
 */
const handset =
  "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384";

/** Draws the console's mark. At 16 pixels it needs a fill. */
const mark = (color: string, { fill = "none", at = 102.4, scale = 12.8 } = {}): string =>
  `<g transform="translate(${at} ${at}) scale(${scale})" fill="${fill}" stroke="${color}" ` +
  `stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"><path d="${handset}"/></g>`;

const svg = (content: string): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0 0 512 512">' +
  `${content}</svg>`;
const tile = (fill: string): string => `<rect width="512" height="512" rx="128" fill="${fill}"/>`;
const badge = (fill: string, sign = ""): string =>
  `<circle cx="384" cy="384" r="128" fill="${fill}" stroke="#fff" stroke-width="40"/>${sign}`;

/** In the upper left, because the badge covers the lower right. */
const trayMark = mark("#fff", { fill: "#fff", at: 48, scale: 12.8 });

const app = svg(
  `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">` +
    `<stop offset="0" stop-color="#6366f1"/><stop offset="1" stop-color="#4338ca"/>` +
    `</linearGradient></defs>` +
    `<rect x="24" y="24" width="464" height="464" rx="112" fill="url(#g)"/>${mark("#fff")}`,
);

/** Lies over the app's button in the taskbar of Windows. */
const missed = svg(
  `<circle cx="256" cy="256" r="240" fill="#b91c1c" stroke="#fff" stroke-width="32"/>`,
);

const pictures: readonly { name: string; size: number; picture: string }[] = [
  { name: "app", size: 512, picture: app },
  { name: "missed", size: 16, picture: missed },
  ...Object.entries({
    reachable: svg(tile("#4f46e5") + trayMark + badge("#15803d")),
    unreachable: svg(
      tile("#4f46e5") +
        trayMark +
        badge("#b45309", `<rect x="312" y="360" width="144" height="48" rx="24" fill="#fff"/>`),
    ),
    "signed-out": svg(
      `<rect x="24" y="24" width="464" height="464" rx="112" fill="#64748b" fill-opacity="0.25" ` +
        `stroke="#64748b" stroke-width="48"/>` +
        mark("#64748b", { fill: "#64748b", at: 124, scale: 11 }),
    ),
    "on-call": svg(
      `<circle cx="256" cy="256" r="256" fill="#15803d"/>${mark("#fff", { fill: "#fff" })}`,
    ),
  }).flatMap(([state, picture]) => [
    { name: `tray-${state}`, size: 16, picture },
    { name: `tray-${state}@2x`, size: 32, picture },
  ]),
];

const [executablePath] = process.argv.slice(2);
if (!executablePath) throw new Error("Give the path of a Chromium.");
const browser = await chromium.launch({ executablePath });
const page = await browser.newPage();
for (const { name, size, picture } of pictures) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>html, body { margin: 0; height: 100%; background: transparent }</style>${picture}`,
  );
  await writeFile(
    join(import.meta.dirname, "icons", `${name}.png`),
    await page.screenshot({ omitBackground: true }),
  );
}
await browser.close();
