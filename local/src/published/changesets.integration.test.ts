import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runProgram } from "../processes/run-program.ts";
import { root } from "../settings/settings.ts";
import { publishedPackages, type PackedManifest } from "./testing/packed.ts";

const changeset = `---
"@synapse-voice/contract": minor
---

A change of one package.
`;

it("a release gives the three packages one version, also where they depend on each other", async () => {
  const folder = await mkdtemp(join(tmpdir(), "synapse-release-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const manifestOf = async (name: string): Promise<PackedManifest> =>
    JSON.parse(await readFile(join(folder, name, "package.json"), "utf8")) as PackedManifest;
  const { workspaces } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    workspaces: string[];
  };
  const manifests = ["", ...workspaces].map((name) => join(name, "package.json"));
  for (const path of [".changeset", ".oxfmtrc.json", "package-lock.json", ...manifests])
    await cp(join(root, path), join(folder, path), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  await writeFile(join(folder, ".changeset", "test.md"), changeset);
  const [before, others] = [await manifestOf("contract"), await manifestOf("console")];

  await runProgram("git", ["init", "--quiet"], { cwd: folder });
  const command = join(root, "node_modules/@changesets/cli/bin.js");
  await runProgram(process.execPath, [command, "version"], { cwd: folder });

  const { version } = await manifestOf("contract");
  expect(version).not.toBe(before.version);
  for (const name of publishedPackages) {
    const { version: own, dependencies = {} } = await manifestOf(name);
    const onEachOther = Object.entries(dependencies).filter(([other]) =>
      other.startsWith("@synapse-voice/"),
    );
    expect([own, ...onEachOther.map(([, wanted]) => wanted)]).toEqual(
      Array.from({ length: onEachOther.length + 1 }, () => version),
    );
  }
  expect(await manifestOf("console")).toEqual(others);
});
