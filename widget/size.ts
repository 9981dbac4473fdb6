import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const dist = join(import.meta.dirname, "dist");
const assets = (await readdir(join(dist, "assets"))).filter((file) => file.endsWith(".js"));
const sizeOf = async (file: string): Promise<number> =>
  brotliCompressSync(await readFile(join(dist, file))).length;
const codeOf = (file: string): Promise<string> => readFile(join(dist, "assets", file), "utf8");

/** Returns the chunk and its static imports, without the chunks that load later. */
async function withStaticImports(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, next] of (await codeOf(file)).matchAll(
    /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/gu,
  ))
    if (next) await withStaticImports(next, seen);
  return seen;
}

const problems: string[] = [];
function checkSize(subject: string, size: number, limit: number): void {
  console.log(
    `${subject}: ${size.toLocaleString("en")} of ${limit.toLocaleString("en")} bytes (brotli)`,
  );
  if (size > limit) problems.push(`${subject}: ${size - limit} bytes over the limit`);
}

checkSize("Before any interaction, listening for calls", await sizeOf("synapse-voice.js"), 1_500);

const entry = assets.find((file) => file.startsWith("panel-"));
if (!entry) throw new Error("There is no panel. Run `npm run build -w widget` first.");
const panel = [...(await withStaticImports(entry))];
const sizes = await Promise.all(panel.map((file) => sizeOf(`assets/${file}`)));
checkSize(
  `Call screens (${panel.length} chunk${panel.length > 1 ? "s" : ""})`,
  sizes.reduce((sum, size) => sum + size, 0),
  14_000,
);

// Words that only the code of these libraries contains.
const traces = {
  "livekit-client": /RTCPeerConnection/u,
  "realtime-js": /phx_join|phx_reply/u,
  "supabase-js": /supabase-js|GoTrue/u,
};
for (const file of assets) {
  const code = await codeOf(file);
  for (const [library, trace] of Object.entries(traces)) {
    if (trace.test(code) && (panel.includes(file) || library !== "livekit-client"))
      problems.push(`${library} is in ${file}`);
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
