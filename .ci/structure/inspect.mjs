// Measures a checkout: one list of findings per rule, and the figures of the report.
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { isExempt, refusal, unusedRows } from "./allowed.mjs";
import { listFiles, readCode, readManifests, reasonForManyFiles } from "./files.mjs";
import { circles, folderCircles, resolver } from "./graph.mjs";

export const maxFileLines = 300;
export const maxFunctionLines = 80;
const longFunctionLines = 60;
export const maxFilesInFolder = 20;

/** Inspects a checkout by its own `allowed-imports.mjs`, or else by the table given. */
export async function inspect(root, otherTable) {
  const own = join(root, "allowed-imports.mjs");
  const table = existsSync(own)
    ? (await import(pathToFileURL(own).href)).allowedImports
    : otherTable;
  const paths = listFiles(root);
  const code = readCode(root, paths);
  const resolve = resolver(paths, readManifests(root, paths));
  const edges = code.flatMap(({ path, imports }) =>
    imports.map((specifier) => [path, resolve(path, specifier)]).filter(([, target]) => target),
  );
  return {
    ...measureLines(code),
    ...measureFunctions(code),
    fullFolders: fullFolders(root, paths),
    fileCircles: fileCircles(edges),
    folderCircles: allFolderCircles(paths, edges),
    forbiddenImports: code.flatMap(({ path, imports }) => forbidden(table, path, imports)),
    unusedRows: unusedRows(table, paths),
  };
}

function measureLines(code) {
  const long = code.flatMap(({ path, longLines }) =>
    longLines.map(({ line, breakable }) => ({ at: `${path}:${line}`, breakable })),
  );
  const tooLong = code.filter(({ lines }) => lines > maxFileLines);
  return {
    lines: code.reduce((sum, { lines }) => sum + lines, 0),
    medianFileLines: median(code.map(({ lines }) => lines)),
    longLines: long.map(({ at }) => at),
    breakableLines: long.filter(({ breakable }) => breakable).map(({ at }) => at),
    longFiles: tooLong.map(({ path, lines }) => `${path}: ${lines} lines`),
  };
}

function measureFunctions(code) {
  const functions = code
    .filter(({ forTests }) => !forTests)
    .flatMap(({ path, functions: found }) => found.map((one) => ({ path, ...one })));
  const longer = (limit) =>
    functions
      .filter(({ lines }) => lines > limit)
      .map(({ path, name, line, lines }) => `${path}:${line} ${name}: ${lines} lines`);
  return {
    medianFunctionLines: median(functions.map(({ lines }) => lines)),
    longFunctions: longer(longFunctionLines),
    tooLongFunctions: longer(maxFunctionLines),
  };
}

/** The repository's root is left out: tools look for their settings there. */
function fullFolders(root, paths) {
  const counts = new Map();
  for (const folder of paths.map((path) => posix.dirname(path)))
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  counts.delete(".");
  return [...counts]
    .filter(([, count]) => count > maxFilesInFolder)
    .map(([folder, count]) => {
      const reason = reasonForManyFiles(root, folder);
      return { text: `${folder}: ${count} files${reason ? ` (${reason})` : ""}`, reason };
    });
}

function graphOf(edges) {
  const graph = new Map();
  for (const [from, to] of edges) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return graph;
}

function fileCircles(edges) {
  const graph = graphOf(edges);
  return circles(graph.keys(), (file) => graph.get(file) ?? []).map((group) => group.join(" ⇄ "));
}

/** Imports of tests don't count between folders, because a test lies beside what it tests. */
function allFolderCircles(paths, edges) {
  const sources = new Set(paths.flatMap((path) => /^(?:.+\/)?src(?=\/)/u.exec(path)?.[0] ?? []));
  const counted = edges.filter(([from]) => !isExempt(from));
  return [...sources].flatMap((source) =>
    folderCircles(source, counted).map((group) => group.join(" ⇄ ")),
  );
}

const forbidden = (table, path, imports) =>
  [...new Set(imports.map((specifier) => refusal(table, path, specifier)))]
    .filter((reason) => reason !== undefined)
    .map((reason) => `${path}: ${reason}`);

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
