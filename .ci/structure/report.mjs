// Turns what `inspect` found into a table of figures and into a list of broken rules.
import { maxFileLines, maxFilesInFolder, maxFunctionLines } from "./inspect.mjs";
import { maxColumns } from "./source.mjs";

const count = (items) => items.length.toLocaleString("en");

/** The rows of the table, in order. */
const rows = [
  ["lines of code", ({ lines }) => lines.toLocaleString("en")],
  [`lines over ${maxColumns} columns`, ({ longLines }) => count(longLines)],
  ["of these, lines that can be broken", ({ breakableLines }) => count(breakableLines)],
  ["median lines of a file", ({ medianFileLines }) => medianFileLines],
  [`files over ${maxFileLines} lines`, ({ longFiles }) => count(longFiles)],
  ["median lines of a function, without tests", ({ medianFunctionLines }) => medianFunctionLines],
  ["functions over 60 lines, without tests", ({ longFunctions }) => count(longFunctions)],
  [
    `functions over ${maxFunctionLines} lines, without tests`,
    ({ tooLongFunctions }) => count(tooLongFunctions),
  ],
  [
    `folders with more than ${maxFilesInFolder} files at one level`,
    ({ fullFolders }) => count(fullFolders),
  ],
  ["circles between files, type imports counted", ({ fileCircles }) => count(fileCircles)],
  ["circles between folders, type imports counted", ({ folderCircles }) => count(folderCircles)],
  ["imports against the table", ({ forbiddenImports }) => count(forbiddenImports)],
];

/** Returns the figures of one checkout, or of two side by side, as a Markdown table. */
export function figures(results) {
  const heads = results.length > 1 ? ["before", "after"] : ["today"];
  const table = [["", ...heads], ...rows.map(([name, of]) => [name, ...results.map(of)])];
  const width = Math.max(...table.map(([name]) => name.length));
  const lines = table.map(
    ([name, ...cells]) =>
      `| ${name.padEnd(width)} | ${cells.map((cell) => String(cell).padStart(7)).join(" | ")} |`,
  );
  const rule = `| ${"-".repeat(width)} | ${heads.map(() => "------:").join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

/** Returns the rules that a checkout breaks, each with where. */
export function violations(result) {
  const unexplained = result.fullFolders.filter(({ reason }) => !reason);
  return [
    { rule: `Lines over ${maxColumns} columns that can be broken`, items: result.breakableLines },
    { rule: `Functions over ${maxFunctionLines} lines`, items: result.tooLongFunctions },
    {
      rule: `Folders with more than ${maxFilesInFolder} files and no reason in their README`,
      items: unexplained.map(({ text }) => text),
    },
    { rule: "Circles between files", items: result.fileCircles },
    { rule: "Circles between folders", items: result.folderCircles },
    { rule: "Imports that allowed-imports.mjs forbids", items: result.forbiddenImports },
    { rule: "Rows of allowed-imports.mjs without a folder", items: result.unusedRows },
  ].filter(({ items }) => items.length > 0);
}
