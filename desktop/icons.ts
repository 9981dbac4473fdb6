import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

/**
 * Draws the icons that are committed in `icons/`; run it by hand after a change here: `node desktop/icons.ts <path of a Chromium>`.
 * Voice bars in a rounded square; the tray's states differ in shape as well as in colour.
 */
const bars = (fill: string): string =>
  [
    [104, 208, 96],
    [176, 144, 224],
    [248, 96, 320],
    [320, 168, 176],
    [392, 224, 64],
  ]
    .map(([x, y, height]) => `<rect x="${x}" y="${y}" width="40" height="${height}" rx="20" fill="${fill}"/>`)
    .join("");

const thickBars = (fill: string): string =>
  [
    [88, 176, 160],
    [220, 80, 352],
    [352, 176, 160],
  ]
    .map(([x, y, height]) => `<rect x="${x}" y="${y}" width="72" height="${height}" rx="36" fill="${fill}"/>`)
    .join("");

const svg = (content: string): string => `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0 0 512 512">${content}</svg>`;
const tile = (fill: string): string => `<rect width="512" height="512" rx="128" fill="${fill}"/>`;
const badge = (fill: string, sign = ""): string => `<circle cx="384" cy="384" r="128" fill="${fill}" stroke="#fff" stroke-width="40"/>${sign}`;

const app = svg(
  `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#6366f1"/><stop offset="1" stop-color="#4338ca"/></linearGradient></defs>` +
    `<rect x="24" y="24" width="464" height="464" rx="112" fill="url(#g)"/><g transform="translate(-12.8 0)">${bars("#fff")}</g>`,
);

const pictures: readonly { name: string; size: number; picture: string }[] = [
  { name: "app", size: 512, picture: app },
  ...Object.entries({
    reachable: svg(tile("#4f46e5") + thickBars("#fff") + badge("#15803d")),
    unreachable: svg(tile("#4f46e5") + thickBars("#fff") + badge("#b45309", `<rect x="312" y="360" width="144" height="48" rx="24" fill="#fff"/>`)),
    "signed-out": svg(`<rect x="24" y="24" width="464" height="464" rx="112" fill="#64748b" fill-opacity="0.25" stroke="#64748b" stroke-width="48"/>${thickBars("#64748b")}`),
    "on-call": svg(`<circle cx="256" cy="256" r="256" fill="#15803d"/><g transform="translate(51.2 51.2) scale(0.8)">${thickBars("#fff")}</g>`),
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
  await page.setContent(`<style>html, body { margin: 0; height: 100%; background: transparent }</style>${picture}`);
  await writeFile(join(import.meta.dirname, "icons", `${name}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
