import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliSize, totalSize, withStaticImports, type SizeReport } from "./bundle-size.ts";

const dist = join(import.meta.dirname, "../../widget/dist");
const folder = join(dist, "assets");

/** Words that only the code of these libraries contains. */
const traces = {
  "livekit-client": /RTCPeerConnection/u,
  "realtime-js": /phx_join|phx_reply/u,
  "supabase-js": /supabase-js|GoTrue/u,
};

/** Checks the widget's loader and call screens. */
export async function checkWidget(report: SizeReport): Promise<void> {
  const assets = (await readdir(folder)).filter((file) => file.endsWith(".js"));
  report.check(
    "Before any interaction, listening for calls",
    await brotliSize(join(dist, "synapse-voice.js")),
    1_500,
  );
  const entry = assets.find((file) => file.startsWith("panel-"));
  if (!entry) throw new Error("There is no panel. Run `npm run build -w widget` first.");
  const panel = await withStaticImports(folder, entry);
  report.check(
    `Call screens (${panel.size} chunk${panel.size > 1 ? "s" : ""})`,
    await totalSize(folder, panel),
    14_000,
  );
  for (const file of assets) {
    const code = await readFile(join(folder, file), "utf8");
    for (const [library, trace] of Object.entries(traces)) {
      if (trace.test(code) && (panel.has(file) || library !== "livekit-client"))
        report.addProblem(`${library} is in ${file}`);
    }
  }
}
