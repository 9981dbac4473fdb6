import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

// Reads the texts of all screens from the sources, and the words that they must not use from the
// table "Words on screens" of the glossary.

const root = dirname(import.meta.dirname);
const ignored = new Set(["node_modules", "dist", "testing", "gallery", "generated"]);
const files = globSync(
  ["console", "react", "widget", "desktop/src/main", "examples/*", "contract"].map(
    (name) => `${name}/**/*.{ts,tsx}`,
  ),
  { cwd: root, exclude: (path) => ignored.has(basename(path)) || /\.test\.tsx?$/u.test(path) },
);

interface AstNode {
  readonly type: string;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is AstNode =>
  typeof value === "object" && value !== null && "type" in value;
const nodesIn = (value: unknown): readonly AstNode[] =>
  (Array.isArray(value) ? value : [value]).filter(isNode);

/** Attributes whose value nobody reads. */
const codeAttributes = new Set(["class", "className", "href", "htmlFor", "icon", "id", "key"]);
const nameOf = (node: AstNode): string =>
  isNode(node["name"]) ? String(node["name"]["name"]) : String(node["name"]);

/** Returns the child nodes that can hold texts: no module names, types, or names of properties. */
function childrenOf(node: AstNode): readonly AstNode[] {
  if (node.type.startsWith("TS") && !("expression" in node)) return [];
  if (node.type === "JSXAttribute" && codeAttributes.has(nameOf(node))) return [];
  return Object.entries(node)
    .filter(([key]) => !(key === "source" || (key === "key" && node.type === "Property")))
    .flatMap(([, value]) => nodesIn(value));
}

/** Stands for a value that is put into a text. */
const placeholder = "…";

/** Returns the text that a node makes, or null. Pieces of one text are put together. */
function textOf(node: AstNode): string | null {
  const piece = (child: unknown): string => (isNode(child) ? textOf(child) : null) ?? placeholder;
  switch (node.type) {
    case "Literal":
      return typeof node["value"] === "string" ? node["value"] : null;
    case "TemplateLiteral":
      return nodesIn(node["quasis"]).length > 0
        ? nodesIn(node["quasis"])
            .map((quasi) => (quasi["value"] as { readonly cooked: string }).cooked)
            .join(placeholder)
        : null;
    case "BinaryExpression":
      return node["operator"] === "+" ? piece(node["left"]) + piece(node["right"]) : null;
    case "JSXText":
      return String(node["value"]);
    case "JSXExpressionContainer":
      return piece(node["expression"]);
    case "JSXElement":
    case "JSXFragment":
      return nodesIn(node["children"]).map(piece).join("");
    default:
      return null;
  }
}

/** Returns true for sentences, labels and pronouns. Class names, ids and codes are other words. */
const isProse = (text: string): boolean =>
  /^(?:\W*\p{Lu}|\S+\s|\w+body$)/u.test(text) && !/^[.#[/]/u.test(text);

/** Returns the texts that a source shows to people. */
function textsIn(file: string, source: string): readonly string[] {
  const texts: string[] = [];
  const visit = (node: AstNode): void => {
    const text = textOf(node)?.replaceAll(/\s+/gu, " ").trim() ?? "";
    if (isProse(text)) texts.push(text);
    for (const child of childrenOf(node)) visit(child);
  };
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0)
    throw new Error(`${file}: ${errors.map(({ message }) => message).join(", ")}`);
  for (const statement of program.body) visit(statement as unknown as AstNode);
  return texts;
}

const textsByFile = new Map(
  files.map((file) => [file, textsIn(file, readFileSync(join(root, file), "utf8"))]),
);

const [, table = ""] = readFileSync(join(root, "docs/glossary.md"), "utf8").split(
  "## Words on screens",
);
const refused = table
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| word"))
  .flatMap((line) => (line.split("|")[3] ?? "").split(","))
  .map((word) => word.trim())
  .filter((word) => word !== "" && !word.startsWith("-"));

const patternOf = (word: string): RegExp =>
  new RegExp(String.raw`(?<![\w-])${word.replaceAll(" ", String.raw`\s+`)}s?(?![\w-])`, "iu");

describe("the texts on screens", () => {
  it("are found, and so are the words that they must not use", () => {
    expect(files.length).toBeGreaterThan(150);
    expect(refused.length).toBeGreaterThan(20);
    expect(textsByFile.get("react/src/texts/call-words.ts")).toContain("On hold with you");
    expect(textsByFile.get("console/src/app/ErrorBoundary.tsx")).toContain("Try again");
  });

  it("are read from quotes, templates, elements, and across the pieces of one text", () => {
    const source = `
      import { somebody } from "anybody";
      type State = "no one calls";
      const name = person?.name ?? "somebody";
      const long = "Ask for a " + "call-back now";
      const asked = \`\${name} asked for you\`;
      const row = <p className="callback row" title="Hello">Waiting for <b>our</b> team</p>;
    `;
    expect(textsIn("sample.tsx", source)).toEqual([
      "somebody",
      "Ask for a call-back now",
      "Ask for a",
      "call-back now",
      "… asked for you",
      "Waiting for our team",
      "Hello",
      "Waiting for",
    ]);
    expect(patternOf("our team").test("Waiting for our team")).toBe(true);
    expect(patternOf("mail").test("Your email")).toBe(false);
  });

  it.each(refused)("don't say “%s”", (word) => {
    const pattern = patternOf(word);
    const found = [...textsByFile].flatMap(([file, texts]) =>
      texts.filter((text) => pattern.test(text)).map((text) => `${file}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});
