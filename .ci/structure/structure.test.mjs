import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspect } from "./inspect.mjs";
import { violations } from "./report.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** Makes a checkout of these files: contents by path. */
function checkout(files) {
  const folder = mkdtempSync(join(tmpdir(), "structure-"));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const importing = (specifier) => `import { a } from "${specifier}";\nexport const b = a;\n`;

describe("the lint rule structure/allowed-imports", () => {
  const forbidden = [
    ["contract/src/a.ts", "@synapse-voice/client"],
    ["client/src/session/a.ts", "@synapse-voice/react"],
    ["client/src/session/a.ts", "livekit-client"],
    ["react/src/a.ts", "@synapse-voice/console"],
    ["widget/src/a.ts", "@supabase/supabase-js"],
    ["widget/src/a.ts", "@synapse-voice/client/realtime"],
    ["widget/src/a.ts", "@synapse-voice/react"],
    ["desktop/src/main/a.ts", "@synapse-voice/client/media"],
    ["server/src/calls/a.ts", "@synapse-voice/client"],
    ["server/src/calls/a.ts", "../../../contract/src/call.ts"],
    ["server/src/calls/a.ts", "@synapse-voice/local"],
    ["prisma/src/a.ts", "@synapse-voice/contract"],
    ["examples/crm/src/a.ts", "@synapse-voice/contract"],
    ["client/src/session/a.ts", "../feed/feed.ts"],
    ["client/src/media/port/a.ts", "../livekit/livekit-room.ts"],
    ["react/src/hooks/a.ts", "../components/CallButton.tsx"],
    ["console/src/pages/calls/a.ts", "../team/TeamPage.tsx"],
    ["local/src/postgres/a.ts", "../settings/settings.ts"],
    ["server/src/calls/domain/a.ts", "@synapse-voice/prisma"],
    ["server/src/calls/domain/a.ts", "../store/call-store.ts"],
    ["server/src/calls/service/start/a.ts", "../../../metrics/metrics.ts"],
    ["server/src/platform/http/a.ts", "../../identity/accounts/routes.ts"],
    ["desktop/src/bridge/a.ts", "@synapse-voice/client"],
    ["desktop/src/main/tray/a.ts", "../windows/windows.ts"],
    ["widget/src/loader/a.ts", "../panel/mount.ts"],
    ["widget/src/panel/state/a.ts", "../screens/Screen.tsx"],
  ];
  const allowed = [
    ["client/src/session/a.ts", "@synapse-voice/contract"],
    ["react/src/a.ts", "@synapse-voice/client"],
    ["console/src/app/a.ts", "@synapse-voice/react"],
    ["desktop/src/main/a.ts", "@synapse-voice/client"],
    ["server/src/calls/a.ts", "@synapse-voice/prisma"],
    ["examples/portal/src/a.ts", "@synapse-voice/widget/api"],
    ["e2e/src/a.ts", "@synapse-voice/local"],
    ["client/src/feed/a.ts", "../session/http.ts"],
    ["console/src/app/a.ts", "../pages/calls/CallsPage.tsx"],
    ["react/src/components/a.ts", "../hooks/use-call.ts"],
    ["local/src/settings/a.ts", "../postgres/data-folder.ts"],
    ["server/src/calls/api/a.ts", "../domain/call.ts"],
    ["server/src/platform/http/a.ts", "../../identity/person.ts"],
    ["desktop/src/main/ipc/a.ts", "../../bridge/channels.ts"],
    ["widget/src/panel/screens/a.ts", "../state/controller.ts"],
  ];

  /** Each case has a file of its own, so that one run of the linter answers for all. */
  const cases = [...forbidden, ...allowed];
  const fileOf = ([file, imported]) => {
    const index = cases.findIndex(([one, other]) => one === file && other === imported);
    return file.replace(/a\.ts$/u, `case-${index}.ts`);
  };
  let reported;

  beforeAll(() => {
    const folder = checkout({
      ...Object.fromEntries(cases.map((one) => [fileOf(one), importing(one[1])])),
      "bench/src/circle.ts": 'import type { B } from "./back.ts";\nexport type A = B;\n',
      "bench/src/back.ts": 'import type { A } from "./circle.ts";\nexport type B = A;\n',
    });
    cpSync(join(root, ".ci"), join(folder, ".ci"), { recursive: true });
    for (const file of ["allowed-imports.mjs", "oxlint.config.ts"])
      copyFileSync(join(root, file), join(folder, file));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const { stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), ["--format=unix"], {
      cwd: folder,
      encoding: "utf8",
    });
    reported = stdout.split("\n");
  });

  const isReportedAt = (file, rule) =>
    reported.some((line) => line.startsWith(`${file}:`) && line.includes(rule));
  const isReported = (one) => isReportedAt(fileOf(one), "structure(allowed-imports)");

  it.each(forbidden)("%s must not import %s", (...one) => {
    expect(isReported(one)).toBe(true);
  });

  it.each(allowed)("%s may import %s", (...one) => {
    expect(isReported(one)).toBe(false);
  });

  it("stands beside import/no-cycle, which counts imports of types", () => {
    expect(isReportedAt("bench/src/circle.ts", "import(no-cycle)")).toBe(true);
    expect(isReportedAt("bench/src/back.ts", "import(no-cycle)")).toBe(true);
  });
});

describe("the structure check", () => {
  const broken = async (files, table = {}) =>
    Object.fromEntries(
      violations(await inspect(checkout(files), table)).map(({ rule, items }) => [rule, items]),
    );

  it("ends with an error where a rule is broken, and names the place", () => {
    const folder = checkout({ "contract/src/a.ts": importing("@synapse-voice/server") });
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, ".ci/structure.mjs"), "--check", folder],
      { encoding: "utf8" },
    );
    expect(stdout).toContain("contract/src/a.ts: contract may import only these packages: none");
    expect(status).toBe(1);
  });

  it("finds a circle between two files, though they import types only", async () => {
    expect(
      await broken({
        "server/src/a.ts": `import type { B } from "./b.ts";\nexport type A = B;\n`,
        "server/src/b.ts": `export type B = import("./a.ts").A;\n`,
        "server/src/c.ts": `export type { A } from "./a.ts";\n`,
      }),
    ).toEqual({ "Circles between files": ["server/src/a.ts ⇄ server/src/b.ts"] });
  });

  it("finds a circle between packages, by the entries of their package.json", async () => {
    const manifest = (name) =>
      JSON.stringify({ name: `@synapse-voice/${name}`, exports: { ".": "./src/index.ts" } });
    expect(
      await broken({
        "client/package.json": manifest("client"),
        "client/src/index.ts": importing("@synapse-voice/contract"),
        "contract/package.json": manifest("contract"),
        "contract/src/index.ts": importing("@synapse-voice/client"),
      }),
    ).toEqual({ "Circles between files": ["client/src/index.ts ⇄ contract/src/index.ts"] });
  });

  it("finds a circle between folders at any level, though their files form none", async () => {
    expect(
      await broken({
        "server/src/calls/store/a.ts": importing("../rules/a.ts"),
        "server/src/calls/rules/a.ts": "export const a = 1;\n",
        "server/src/calls/rules/b.ts": `import type { A } from "../store/types.ts";\n`,
        "server/src/calls/store/types.ts": "export type A = 1;\n",
        "server/src/queue/a.test.ts": importing("../calls/rules/b.ts"),
        "server/src/queue/testing/a.ts": importing("../../calls/rules/b.ts"),
        "server/src/calls/rules/c.ts": importing("../../queue/queue.ts"),
        "server/src/queue/queue.ts": "export const a = 1;\n",
      }),
    ).toEqual({
      "Circles between folders": ["server/src/calls/rules/ ⇄ server/src/calls/store/"],
    });
  });

  it("finds a circle between a folder and a file beside it", async () => {
    expect(
      await broken({
        "server/src/app.ts": importing("./calls/a.ts"),
        "server/src/calls/a.ts": "export const a = 1;\n",
        "server/src/calls/b.ts": importing("../app.ts"),
      }),
    ).toEqual({ "Circles between folders": ["server/src/app.ts ⇄ server/src/calls/"] });
  });

  it("finds imports between folders that the table does not allow, and folders without a row", async () => {
    const table = {
      server: {
        packages: [],
        folders: {
          "calls/rules": { imports: [] },
          calls: { imports: ["calls/rules"] },
          queue: { imports: ["calls"] },
          agents: { imports: ["calls/."] },
          gone: { imports: [] },
        },
      },
    };
    expect(
      await broken(
        {
          "server/src/calls/rules/a.ts": `export type { A } from "../service.ts";\n`,
          "server/src/calls/rules/a.test.ts": importing("../service.ts"),
          "server/src/calls/service.ts": importing("./rules/b.ts"),
          "server/src/queue/a.ts": importing("../calls/service.ts"),
          "server/src/queue/b.ts": importing("../calls/rules/b.ts"),
          "server/src/agents/a.ts": importing("../calls/service.ts"),
          "server/src/agents/b.ts": importing("../calls/rules/b.ts"),
          "server/src/new/a.ts": importing("./b.ts"),
        },
        table,
      ),
    ).toEqual({
      "Imports that allowed-imports.mjs forbids": [
        "server/src/agents/b.ts: server/src/agents may import only these folders: calls/.",
        "server/src/calls/rules/a.ts: server/src/calls/rules may import only these folders: none",
        "server/src/new/a.ts: server/src/new/a.ts is in a folder of server without a row",
      ],
      "Rows of allowed-imports.mjs without a folder": ["server/src/gone"],
    });
  });

  it("counts the files of each folder, and accepts a reason in its README", async () => {
    const many = (folder, count) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`${folder}/${n}.ts`, ""]));
    expect(
      await broken({
        ...many("server/src/full", 21),
        ...many("server/src/enough", 20),
        ...many("server/src/explained", 20),
        "server/src/explained/README.md": "# Words\n\nMore than 20 files here: one a language.\n",
        ...many("prisma/migrations", 30),
        ...many("", 30),
      }),
    ).toEqual({
      "Folders with more than 20 files and no reason in their README": [
        "server/src/full: 21 files",
      ],
    });
  });

  it("reports long lines that can be broken: not strings, patterns, names of tests, tables", async () => {
    const long = "many words ".repeat(10).trim();
    expect(
      await broken({
        "server/src/a.ts": [
          `export const sql = \`select ${long}\`;`,
          `export const text = "${long}";`,
          `export const pattern = /${long}/u;`,
          `// ${long}`,
          `// https://example.org/${long.replaceAll(" ", "-")}`,
        ].join("\n"),
        "server/src/a.test.ts": [
          `it("${long.slice(0, 80)}", async () => {});`,
          `it.each([1])(\`${long}\`, () => undefined);`,
          `const table = \`\n${long.replaceAll(" ", "  ")}\n${long}\`;`,
        ].join("\n"),
        "local/src/a.sql": `-- ${long}\n`,
        "prisma/migrations/1/migration.sql": `-- ${long}\n`,
      }),
    ).toEqual({
      "Lines over 100 columns that can be broken": [
        "local/src/a.sql:1",
        "server/src/a.test.ts:5",
        "server/src/a.ts:1",
        "server/src/a.ts:4",
      ],
    });
  });

  it("reports functions over 80 lines outside tests", async () => {
    const body = (lines) => `{\n${"  call();\n".repeat(lines - 2)}}`;
    expect(
      await broken({
        "server/src/a.ts": [
          `export function long() ${body(81)}`,
          `export const b = () => ${body(80)};`,
        ].join("\n"),
        "server/src/a.test.ts": `it("is long", () => ${body(200)});`,
        "e2e/src/harness/a.ts": `export function long() ${body(81)}`,
      }),
    ).toEqual({ "Functions over 80 lines": ["server/src/a.ts:1 long: 81 lines"] });
  });
});
