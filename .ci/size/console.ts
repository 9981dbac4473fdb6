import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { totalSize, withStaticImports, type SizeReport } from "./bundle-size.ts";

const dist = join(import.meta.dirname, "../../console/dist");
const folder = join(dist, "assets");

/**
 * Returns the files that a page names, the chunks `started` that it then asks for at once, and all
 * that these import.
 */
async function firstBundle(page: string, started: readonly string[] = []): Promise<Set<string>> {
  const html = await readFile(join(dist, page), "utf8");
  const named = html.matchAll(/(?:src|href)="\/assets\/([^"]+\.(?:js|css))"/gu);
  const files = new Set<string>();
  for (const file of [...[...named].map(([, name = ""]) => name), ...started]) {
    if (file.endsWith(".js")) await withStaticImports(folder, file, files);
    else files.add(file);
  }
  return files;
}

/** Checks the first bundles of the console and of the ring window, and the font. */
export async function checkConsole(report: SizeReport): Promise<void> {
  const assets = await readdir(folder);
  const assetOf = (start: string): string => {
    const found = assets.find((file) => file.startsWith(start));
    if (!found) throw new Error(`There is no ${start}… Run \`npm run build -w console\` first.`);
    return found;
  };
  const has = async (files: Iterable<string>, library: string, trace: string): Promise<void> => {
    for (const file of files)
      if ((await readFile(join(folder, file), "utf8")).includes(trace))
        report.addProblem(`${library} is in ${file}`);
  };
  const first = await firstBundle("index.html");
  const web = await firstBundle("index.html", [assetOf("web-services-")]);
  const desktop = await firstBundle("index.html", [assetOf("desktop-services-")]);
  const ring = await firstBundle("ring.html");
  report.check("First bundle of the console", await totalSize(folder, first), 150_000);
  report.check("The same in the desktop app", await totalSize(folder, desktop), 150_000);
  report.check("The same in a browser, with supabase-js", await totalSize(folder, web), 175_000);
  report.check("First bundle of the ring window", await totalSize(folder, ring), 115_000);
  await has(web, "livekit-client", "RTCPeerConnection");
  for (const files of [desktop, ring]) {
    await has(files, "livekit-client", "RTCPeerConnection");
    await has(files, "supabase-js", "GoTrue");
  }
  // Fonts are compressed already.
  const font = await readFile(join(folder, assetOf("inter-latin-wght-normal-")));
  report.check("Inter for Latin", font.length, 60_000);
}
