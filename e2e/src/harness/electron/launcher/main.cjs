// Does what Electron's default app does for `electron [-r module]… folder`. The resources of the
// test
// runtime contain this file instead of that app.
const { readFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { app } = require("electron");

/** @returns {{ modules: string[]; folder: string | undefined }} */
function parse(argv) {
  const modules = [];
  for (let index = 0; index < argv.length; index += 1) {
    if (argv[index] === "-r") modules.push(argv[(index += 1)]);
    else if (!argv[index].startsWith("-")) return { modules, folder: argv[index] };
  }
  return { modules, folder: undefined };
}

const { modules, folder } = parse(process.argv.slice(1));
if (!folder) throw new Error("Name the folder of an app.");
const root = resolve(folder);
const { desktopName, main, name, productName, version } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
app.setName(productName || name);
app.setVersion(version);
app.setDesktopName(desktopName || `${app.getName()}.desktop`);
app.setAppPath(root);
app.setPath("userData", join(app.getPath("appData"), app.getName()));
for (const module of modules) require(resolve(module));
require(join(root, main));
