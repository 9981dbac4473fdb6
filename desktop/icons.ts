import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { trayPictures } from "./tray-icons.ts";

/**
 * Draws the icons in `icons/`, which are committed. Run it after a change here or in
 * `tray-icons.ts`: `node desktop/icons.ts <path of a Chromium>`.
 */
const handset =
  "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384";

/** The app's icon, with the console's mark. */
const app =
  `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0 0 512 512">` +
  `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">` +
  `<stop offset="0" stop-color="#6366f1"/><stop offset="1" stop-color="#4338ca"/>` +
  `</linearGradient></defs>` +
  `<rect x="24" y="24" width="464" height="464" rx="112" fill="url(#g)"/>` +
  `<g transform="translate(102.4 102.4) scale(12.8)" fill="none" stroke="#fff" ` +
  `stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"><path d="${handset}"/>` +
  `</g></svg>`;

/** Lies over the app's button in the taskbar of Windows. */
const missed =
  `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0 0 512 512">` +
  `<circle cx="256" cy="256" r="240" fill="#b91c1c" stroke="#fff" stroke-width="32"/></svg>`;

const pictures: readonly { name: string; size: number; picture: string }[] = [
  { name: "app", size: 512, picture: app },
  { name: "missed", size: 16, picture: missed },
  ...trayPictures(handset).flatMap(({ name, picture }) => [
    { name, size: 16, picture },
    { name: `${name}@2x`, size: 32, picture },
  ]),
];

const [executablePath] = process.argv.slice(2);
if (!executablePath) throw new Error("Give the path of a Chromium.");
const folder = join(import.meta.dirname, "icons");
for (const name of ["tray-light", "tray-dark", "tray-mac"])
  await mkdir(join(folder, name), { recursive: true });
const browser = await chromium.launch({ executablePath });
const page = await browser.newPage();
for (const { name, size, picture } of pictures) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>html, body { margin: 0; height: 100%; background: transparent }` +
      `svg { display: block }</style>${picture}`,
  );
  await writeFile(join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
