import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type Page } from "playwright-core";
import { createServer } from "vite";
import { galleryStates } from "./states.ts";

// node src/gallery/shoot.ts [folder] [part of a state's name]: pictures of every state, light and dark, narrow and wide; fails on what axe finds.
const folder = process.argv[2] ?? "/tmp/shots";
const wanted = process.argv[3] ?? "";
const sizes = { narrow: { width: 380, height: 640 }, wide: { width: 1180, height: 760 } };
const themes = ["light", "dark"] as const;
const port = Number(process.env["SYNAPSE_GALLERY_PORT"] ?? 55_410);

async function complaints(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split("\n")[1] ?? ""}`));
}

async function shoot(browser: Browser, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const theme of themes) {
      const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: "reduce", deviceScaleFactor: 1 });
      const page = await context.newPage();
      page.on("pageerror", (error) => found.push(`${name} ${size} ${theme}: ${error.message}`));
      await page.goto(`http://127.0.0.1:${port}/gallery.html?state=${name}&theme=${theme}`);
      await page.locator("main").waitFor();
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: join(folder, `${name}-${size}-${theme}.png`) });
      found.push(...(await complaints(page)).map((complaint) => `${name} ${size} ${theme}: ${complaint}`));
      await context.close();
    }
  }
  return found;
}

await mkdir(folder, { recursive: true });
const server = await createServer({ root: join(import.meta.dirname, "../.."), server: { port, host: "127.0.0.1", strictPort: true }, logLevel: "error" });
await server.listen();
const browser = await chromium.launch({ executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const found: string[] = [];
for (const name of Object.keys(galleryStates).filter((state) => state.includes(wanted))) found.push(...(await shoot(browser, name)));
await browser.close();
await server.close();
for (const complaint of found) console.log(complaint);
console.log(found.length === 0 ? `${folder}: axe found nothing` : `${found.length} findings`);
process.exitCode = found.length === 0 ? 0 : 1;
