// Reads one source file: its imports, its functions and its long lines.
import { extname } from "node:path";
import { parseSync } from "vite";

export const maxColumns = 100;

const scripts = new Set([".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"]);
const otherCode = new Set([".css", ".html", ".sql"]);

export const isScript = (path) => scripts.has(extname(path));
export const isCode = (path) => isScript(path) || otherCode.has(extname(path));
export const isTest = (path) => /\.test\.[cm]?[jt]sx?$/u.test(path);

/**
 * Parses a script. Returns the specifiers of its imports (type imports, re-exports and `import()`
 * included), the lengths of its functions and the lines over 100 columns.
 */
export function readScript(path, text) {
  const { program, comments, errors } = parseSync(path, text, { sourceType: "module" });
  if (errors.length > 0) throw new Error(`${path} can't be parsed: ${errors[0].message}`);
  const lineOf = lineFinder(text);
  const imports = [];
  const functions = [];
  const unbreakable = comments.filter((comment) => isDirective(comment) || isOneLiner(comment));
  visit(program, (node, parents) => {
    const specifier = importedBy(node);
    if (specifier !== undefined) imports.push(specifier);
    if (isFunction(node)) functions.push(measure(node, parents, lineOf));
    if (isUnbreakable(node)) unbreakable.push(node);
    if (node.type === "TemplateElement" && isTest(path)) unbreakable.push(...tableRows(node, text));
    // The formatter keeps a test's name and the beginning of its function in one line.
    if (isTestName(node, parents[0])) unbreakable.push({ start: node.start, end: Infinity });
  });
  return { imports, functions, longLines: longLines(text, unbreakable) };
}

/** Returns the lines over 100 columns of a style sheet, a page or an SQL file. */
export const readOtherCode = (text) => longLines(text, attributesOf(text));

/** Calls `enter` for each node of a syntax tree, with the nodes around it, the nearest first. */
function visit(node, enter, parents = []) {
  if (typeof node.type === "string") enter(node, parents);
  const around = typeof node.type === "string" ? [node, ...parents] : parents;
  for (const value of Object.values(node))
    if (value !== null && typeof value === "object") visit(value, enter, around);
}

const importing = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

function importedBy(node) {
  if (!importing.has(node.type)) return undefined;
  return typeof node.source?.value === "string" ? node.source.value : undefined;
}

const isFunction = ({ type, body }) =>
  type === "ArrowFunctionExpression" ||
  ((type === "FunctionDeclaration" || type === "FunctionExpression") && Boolean(body));

function measure(node, parents, lineOf) {
  const line = lineOf(node.start);
  const name = node.id?.name ?? parents[0]?.key?.name ?? parents[0]?.id?.name ?? "(anonymous)";
  return { name, line, lines: lineOf(node.end) - line + 1 };
}

/** The formatter keeps a doc comment of up to 97 characters in one line of up to 104 columns. */
const isOneLiner = ({ type, value }) =>
  type === "Block" && value.startsWith("* ") && !value.includes("\n") && value.length <= 100;

/** Finds rows of a table in a template literal: columns with two or more spaces between them. */
function tableRows({ start, end }, text) {
  const rows = text.slice(start, end).matchAll(/^.*\S {2,}\S.* {2,}\S.*$/gmu);
  return [...rows].map(({ 0: row, index }) => ({
    start: start + index,
    end: start + index + row.length,
  }));
}

/** Tool directives have to stay in one line. */
const isDirective = ({ value }) => /^\s*(?:oxlint|eslint|@ts|@vitest|prettier|oxfmt)/u.test(value);

/** Selects quoted strings and regular expressions. Template literals can be broken by hand. */
function isUnbreakable(node) {
  return node.type === "Literal" && (Boolean(node.regex) || typeof node.value === "string");
}

function isTestName(node, parent) {
  if (parent?.type !== "CallExpression" || parent.arguments[0] !== node) return false;
  let { callee } = parent;
  while (callee.type !== "Identifier") {
    if (callee.type === "CallExpression") callee = callee.callee;
    else if (callee.type === "MemberExpression") callee = callee.object;
    else if (callee.type === "TaggedTemplateExpression") callee = callee.tag;
    else return false;
  }
  return ["describe", "it", "test"].includes(callee.name);
}

/** Attribute values of a page, such as a content security policy or the path of an icon. */
const attributesOf = (text) =>
  [...text.matchAll(/"[^"\n]*"/gu)].map(({ 0: value, index }) => ({
    start: index,
    end: index + value.length,
  }));

/** Returns the length of the brackets and commas at an offset, which stay behind what they close. */
const closing = (text, offset) => /^[)\]},;]*/u.exec(text.slice(offset, offset + 10))[0].length;

/** Returns the words of a line, without the mark of a comment. */
const words = (line) =>
  line
    .trim()
    .replace(/^(?:\/\/|\*|--)\s*/u, "")
    .split(/\s+/u);

/**
 * Returns the lines over 100 columns. A line is not `breakable` where something unbreakable in it
 * reaches beyond the last column, or where it is a single word.
 */
function longLines(text, unbreakable) {
  const found = [];
  let start = 0;
  for (const [index, line] of text.split("\n").entries()) {
    if ([...line].length > maxColumns) {
      const limit = start + maxColumns;
      const reaches = unbreakable.some(
        ({ start: first, end }) =>
          first >= start && first < limit && end + closing(text, end) > limit,
      );
      found.push({ line: index + 1, breakable: !reaches && words(line).length > 1 });
    }
    start += line.length + 1;
  }
  return found;
}

/** Returns a function from an offset in the text to its line, counted from 1. */
function lineFinder(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
