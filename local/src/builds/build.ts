import { bringUpToDate, pageBuilds, prismaBuild } from "./builds.ts";

/** `node local/src/builds/build.ts client|pages`: makes what is older than its sources. */
const [what] = process.argv.slice(2);
const builds = { client: [prismaBuild], pages: pageBuilds }[what ?? ""];
if (!builds) throw new Error(`unknown build "${what}"; it is one of client, pages`);
const made = await bringUpToDate(builds);
console.log(made.length > 0 ? `made: ${made.join(", ")}` : "up to date");
