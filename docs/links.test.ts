import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = dirname(import.meta.dirname);
const ignored = ["node_modules", "dist", ".local", "generated"];
const filesOf = (pattern: string): readonly string[] =>
  globSync(pattern, {
    cwd: root,
    exclude: (path) => ignored.includes(basename(path)),
  }).map((path) => path.replaceAll("\\", "/"));

const pages = [...filesOf("**/*.md"), ...filesOf(".changeset/*.md")];
const ownPages = pages.filter((path) => path.startsWith("docs/") || !path.includes("/"));
// A pattern finds nothing in a folder whose name begins with a dot, unless it names that folder.
const sources = ["", ".ci/"].flatMap((folder) =>
  filesOf(`${folder}**/*.{ts,tsx,mjs,cjs,css,sql,yml}`),
);
const sourceNames = new Set(sources.map((path) => basename(path)));

const read = (path: string): string => readFileSync(join(root, path), "utf8");
/** The text without blocks of code, which hold no links and no headings. */
const proseOf = (path: string): string => read(path).replaceAll(/^```[\s\S]*?^```/gmu, "");

/** The id that GitHub gives to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/gu, "-");
const anchorsOf = (path: string): readonly string[] =>
  [...proseOf(path).matchAll(/^#+ (?<heading>.+)$/gmu)].map(({ groups }) =>
    anchorOf(groups?.["heading"] ?? ""),
  );

/** Links of a page that lead nowhere. Addresses of other sites are not asked. */
function deadLinks(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/\]\((?<target>[^)\s]+)\)/gu)]
    .map(({ groups }) => groups?.["target"] ?? "")
    .filter((target) => !/^[a-z]+:/u.test(target))
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(file).includes(anchor);
    });
}

const codeIn = (page: string): readonly string[] =>
  [...proseOf(page).matchAll(/`(?<code>[^`\n]+)`/gu)].map(({ groups }) => groups?.["code"] ?? "");

/** Source files and tests that a page names and that don't exist. */
function unknownFiles(page: string): readonly string[] {
  const names = codeIn(page);
  const files = names
    .filter((name) => /^[\w./-]+\.(?:tsx?|mjs)$/u.test(name))
    .filter((name) =>
      name.includes("/")
        ? !sources.some((path) => path === name || path.endsWith(`/${name}`))
        : !sourceNames.has(name),
    );
  const tests = names
    .filter((name) => /^[\w-]+\.(?:integration|e2e)$/u.test(name))
    .filter((name) => !sourceNames.has(`${name}.test.ts`) && !sourceNames.has(`${name}.test.tsx`));
  return [...files, ...tests];
}

describe("the documentation", () => {
  it.each(pages)("links only to what exists: %s", (page) => {
    expect(deadLinks(page)).toEqual([]);
  });

  it.each(ownPages)("names only files and tests that exist: %s", (page) => {
    expect(unknownFiles(page)).toEqual([]);
  });

  it.each(filesOf("docs/images/*.png"))("shows a picture of at most 150 kB: %s", (picture) => {
    expect(statSync(join(root, picture)).size).toBeLessThanOrEqual(150_000);
    expect(ownPages.some((page) => read(page).includes(basename(picture)))).toBe(true);
  });

  it("is looked through as a whole", () => {
    expect(pages).toEqual(
      expect.arrayContaining(["README.md", "docs/adr/README.md", "server/README.md"]),
    );
    expect(deadLinks("README.md")).toEqual([]);
    expect(anchorOf("Calls and LiveKit")).toBe("calls-and-livekit");
  });
});
