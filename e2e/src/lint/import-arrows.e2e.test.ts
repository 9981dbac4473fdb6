import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const house = mkdtempSync(join(tmpdir(), "arrows-"));
copyFileSync(join(root, "oxlint.config.ts"), join(house, "oxlint.config.ts"));
symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
afterAll(() => rmSync(house, { recursive: true }));

/** What the project's lint says of one file with one import. */
function lint(file: string, imported: string): string {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import { thing } from "${imported}";\nexport const used = thing;\n`);
  const { stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), [file], {
    cwd: house,
    encoding: "utf8",
  });
  rmSync(path);
  return stdout;
}

describe("import arrows", () => {
  it.each([
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
  ])("%s must not import %s", (file, imported) => {
    expect(lint(file, imported)).toContain("no-restricted-imports");
  });

  it.each([
    ["client/src/session/a.ts", "@synapse-voice/contract"],
    ["react/src/a.ts", "@synapse-voice/client"],
    ["console/src/a.ts", "@synapse-voice/react"],
    ["desktop/src/main/a.ts", "@synapse-voice/client"],
    ["server/src/calls/a.ts", "@synapse-voice/prisma"],
    ["e2e/src/a.ts", "@synapse-voice/local"],
  ])("%s may import %s", (file, imported) => {
    expect(lint(file, imported)).not.toContain("no-restricted-imports");
  });
});
