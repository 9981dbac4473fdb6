import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openGallery, pictureSizes, themes } from "./browser.ts";
import { galleryStates } from "./states/states.ts";

// node src/gallery/take-screenshots.ts [folder] [part of a name]: takes a picture of every state,
// light and dark, narrow and wide. Fails if axe finds anything.
const [folder = "gallery-pictures", part = ""] = process.argv.slice(2);
const allFindings: string[] = [];
await mkdir(folder, { recursive: true });
const gallery = await openGallery();
for (const state of Object.keys(galleryStates).filter((name) => name.includes(part))) {
  for (const size of pictureSizes(state)) {
    for (const theme of themes) {
      const page = await gallery.show(state, size, theme);
      await page.screenshot({ path: join(folder, `${state}-${size}-${theme}.png`) });
      allFindings.push(
        ...(await gallery.findings(page)).map((finding) => `${state} ${size} ${theme}: ${finding}`),
      );
    }
  }
}
await gallery.close();
for (const finding of allFindings) console.log(finding);
console.log(
  allFindings.length === 0 ? `${folder}: axe found nothing` : `${allFindings.length} findings`,
);
process.exitCode = allFindings.length === 0 ? 0 : 1;
