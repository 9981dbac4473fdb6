import { bringUpToDate, desktopBuilds, pageBuilds, prismaBuild } from "./builds.ts";

// `node local/src/builds/build.ts client|pages|desktop`: builds what is older than its sources.
const [name] = process.argv.slice(2);
const builds = { client: [prismaBuild], pages: pageBuilds, desktop: desktopBuilds }[name ?? ""];
if (!builds) throw new Error(`unknown build "${name}"; it is one of client, pages, desktop`);
const built = await bringUpToDate(builds);
console.log(built.length > 0 ? `built: ${built.join(", ")}` : "up to date");
