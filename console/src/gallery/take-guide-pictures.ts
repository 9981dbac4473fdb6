import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openGallery, type Size, type Theme } from "./browser.ts";

// node console/src/gallery/take-guide-pictures.ts: takes the pictures of docs/agent-guide.md.

interface GuidePicture {
  readonly state: string;
  readonly size: Size;
  readonly theme?: Theme;
  /** Name of the region or dialog to show, instead of the whole window. */
  readonly part?: RegExp;
}

const pictures: Readonly<Record<string, GuidePicture>> = {
  "first-day": { state: "first-day-waiting", size: "netbook" },
  "ring-window": { state: "ring-window-callback", size: "ring" },
  "on-call": { state: "notes-saved", size: "laptop", theme: "dark" },
  settings: { state: "settings-desktop", size: "desktop", part: /^This device$/u },
  link: { state: "link", size: "netbook", part: /^Call Carl/u },
};
const maxBytes = 150_000;
const folder = join(import.meta.dirname, "../../../docs/images");

const partOf = (page: Page, name: RegExp) =>
  page.getByRole("region", { name }).or(page.getByRole("dialog", { name }));

const gallery = await openGallery();
for (const [name, { state, size, theme = "light", part }] of Object.entries(pictures)) {
  const page = await gallery.show(state, size, theme);
  const path = join(folder, `guide-${name}.png`);
  await (part === undefined ? page : partOf(page, part)).screenshot({ path });
  const { size: bytes } = await stat(path);
  console.log(`${path}: ${bytes} bytes`);
  if (bytes > maxBytes) process.exitCode = 1;
}
await gallery.close();
