import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

interface Named {
  readonly command: string;
  readonly script: string;
  readonly workspace: string;
}

/** Returns every `npm run …` in a text. */
const commandsIn = (text: string): Named[] =>
  [...text.matchAll(/npm run (?<script>[\w:-]+)(?: -w (?<workspace>[\w-]+))?/gu)].map(
    ({ 0: command, groups }) => ({
      command,
      script: groups?.script ?? "",
      workspace: groups?.workspace ?? "",
    }),
  );

const scriptsOf = (workspace: string): readonly string[] =>
  Object.keys(JSON.parse(read(workspace, "package.json")).scripts ?? {});

describe("a command that the documentation names", () => {
  const texts = ["*.md", "{*,examples/*}/README.md", "docs/**/*.md"].flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: ["node_modules"] }),
  );

  it.each(texts)("is one that package.json has: %s", (path) => {
    expect(
      commandsIn(read(path)).filter(
        ({ script, workspace }) => !scriptsOf(workspace).includes(script),
      ),
    ).toEqual([]);
  });

  it("is found wherever it stands", () => {
    expect(texts).toEqual(
      expect.arrayContaining(["README.md", "docs/reliability.md", "bench/README.md"]),
    );
    expect(
      commandsIn("`npm run soak:calls [sequences]`, `npm ci && npm run build -w console`.").map(
        ({ command }) => command,
      ),
    ).toEqual(["npm run soak:calls", "npm run build -w console"]);
  });
});
