import { bringUpToDate, pageBuilds, prismaBuild } from "./builds.ts";

// `node local/src/builds/build.ts client|pages`: builds what is older than its sources.
const [name] = process.argv.slice(2);
const builds = { client: [prismaBuild], pages: pageBuilds }[name ?? ""];
if (!builds) throw new Error(`unknown build "${name}"; it is one of client, pages`);
const built = await bringUpToDate(builds);
console.log(built.length > 0 ? `built: ${built.join(", ")}` : "up to date");
