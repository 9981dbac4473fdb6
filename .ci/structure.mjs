// Measures the structure of the code.
//
//   node .ci/structure.mjs [DIR]          prints the figures of a checkout
//   node .ci/structure.mjs BEFORE AFTER   prints the figures of two checkouts as a Markdown table
//   node .ci/structure.mjs --check [DIR]  lists what breaks a rule, and fails if anything does
//
// Runs on Node 20 or newer, after `npm ci`. DIR needs nothing installed, so older checkouts can be
// measured, too: `git worktree add ../older <commit>`.
//
// How it counts:
// - Code is TypeScript, JavaScript, CSS, HTML and SQL. Migrations and generated files are exempt.
// - A line over 100 columns can be broken, unless one of these reaches beyond column 100: a quoted
//   string, a regular expression, a test's name, a tool directive, a doc comment that the formatter
//   keeps in one line, a table in a test's template literal, or a single word.
// - A function's lines are those from its first to its last one, nested functions included.
//   Functions of tests (`*.test.*`, `testing/`, `e2e/`) are left out.
// - Circles are counted over all imports: types, re-exports and `import()` included. Between
//   folders, the entries of each folder below a `src` are compared: its folders, and the files
//   beside them. Imports of tests (`*.test.*`, `testing/`) are left out there.
// - Folders count the files directly in them, tests included. The repository's root is exempt. A
//   folder may have more than 20 if its README has a line "More than 20 files here: <reason>".
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { allowedImports } from "../allowed-imports.mjs";
import { inspect } from "./structure/inspect.mjs";
import { figures, violations } from "./structure/report.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const folders = args.filter((arg) => !arg.startsWith("--"));
// A checkout without a table of its own is older than the table, and has other folders.
const packagesOnly = Object.fromEntries(
  Object.entries(allowedImports).map(([name, row]) => [name, { ...row, folders: undefined }]),
);
const results = [];
for (const folder of folders.length > 0 ? folders : [root])
  results.push(await inspect(resolve(folder), packagesOnly));

if (args.includes("--check")) {
  const found = violations(results[0]);
  for (const { rule, items } of found)
    console.log([`${rule}:`, ...items.map((item) => `  ${item}`), ""].join("\n"));
  if (found.length > 0) process.exitCode = 1;
  else console.log("The structure keeps all rules.");
} else console.log(figures(results));
