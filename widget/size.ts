import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const dist = join(import.meta.dirname, "dist");
const assets = (await readdir(join(dist, "assets"))).filter((file) => file.endsWith(".js"));
const sizeOf = async (file: string): Promise<number> =>
  brotliCompressSync(await readFile(join(dist, file))).length;
const codeOf = (file: string): Promise<string> => readFile(join(dist, "assets", file), "utf8");

/** The chunk and what it imports at once, as opposed to later. */
async function loadedWith(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, next] of (await codeOf(file)).matchAll(
    /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/gu,
  ))
    if (next) await loadedWith(next, seen);
  return seen;
}

const problems: string[] = [];
function hold(what: string, size: number, limit: number): void {
  console.log(
    `${what}: ${size.toLocaleString("en")} of ${limit.toLocaleString("en")} bytes (brotli)`,
  );
  if (size > limit) problems.push(`${what} weighs ${size - limit} bytes too much`);
}

hold("Before any interaction, listening for calls", await sizeOf("synapse-voice.js"), 1_500);

const entry = assets.find((file) => file.startsWith("panel-"));
if (!entry) throw new Error("There is no panel: run `npm run build -w widget` first");
const panel = [...(await loadedWith(entry))];
const sizes = await Promise.all(panel.map((file) => sizeOf(`assets/${file}`)));
hold(
  `Call screens (${panel.length} chunk${panel.length > 1 ? "s" : ""})`,
  sizes.reduce((sum, size) => sum + size, 0),
  14_000,
);

// Words that only these libraries' own code holds.
const foreign = {
  "livekit-client": /RTCPeerConnection/u,
  "realtime-js": /phx_join|phx_reply/u,
  "supabase-js": /supabase-js|GoTrue/u,
};
for (const file of assets) {
  const code = await codeOf(file);
  for (const [library, trace] of Object.entries(foreign)) {
    if (trace.test(code) && (panel.includes(file) || library !== "livekit-client"))
      problems.push(`${library} is in ${file}`);
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
