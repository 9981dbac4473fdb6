import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listPackage } from "@electron/asar";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { getConfig } from "app-builder-lib/out/util/config/config.js";
import { Platform, build } from "electron-builder";
import type { Configuration } from "electron-builder";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesktopRuntime } from "../harness/electron/runtime.ts";
import { prepareDesktop } from "./harness/prepared.ts";

const root = join(import.meta.dirname, "../../..");

/** Electron has this fuse since version 29. */
const knowsFileFuse = ({ version }: DesktopRuntime): boolean =>
  version === "" || Number.parseInt(version, 10) >= 29;

/** Returns the program whose fuses are read. On macOS it is the whole app. */
const programBeside = (resources: string): string =>
  ({ linux: join(resources, "../synapse-voice"), win32: join(resources, "../Synapse Voice.exe") })[
    process.platform as string
  ] ?? join(resources, "../..");

describe("the packed desktop app", () => {
  let output: string;
  let runtime: DesktopRuntime;
  let resources = "";

  beforeAll(async () => {
    output = await mkdtemp(join(tmpdir(), "synapse-package-"));
    runtime = await prepareDesktop();
    const { electronFuses, ...rest } = await getConfig(root, "electron-builder.yml", null);
    const { grantFileProtocolExtraPrivileges, ...fuses } = electronFuses ?? {};
    const config: Configuration = {
      ...rest,
      electronFuses:
        knowsFileFuse(runtime) && grantFileProtocolExtraPrivileges !== undefined
          ? { ...fuses, grantFileProtocolExtraPrivileges }
          : fuses,
      electronDist: runtime.dist,
      directories: { ...rest.directories, output },
    };
    // In a file, because electron-builder would merge an object with electron-builder.yml.
    const file = join(output, "config.json");
    await writeFile(file, JSON.stringify(config));
    await build({
      targets: Platform.current().createTarget("dir"),
      projectDir: root,
      publish: "never",
      config: file,
    });
    const [archive] = (await readdir(output, { recursive: true })).filter((path) =>
      path.endsWith("app.asar"),
    );
    resources = dirname(join(output, archive ?? ""));
  });
  afterAll(() => rm(output, { recursive: true, force: true }));

  test("holds built code, pictures and keytar, and nothing else", () => {
    const files = listPackage(join(resources, "app.asar"), { isPack: false }).map((file) =>
      file.replaceAll("\\", "/"),
    );
    const expected =
      /^\/(?:package\.json|desktop(?:\/dist(?:\/(?:main|preload)(?:\/\w+\.cjs)?)?|\/icons(?:\/(?:tray-\w+|[\w@/-]+\.png))?)?|console(?:\/dist(?:\/.*)?)?|node_modules(?:\/keytar(?:\/.*)?)?)$/u;
    expect(files.filter((file) => !expected.test(file))).toEqual([]);
    for (const needed of [
      "/desktop/dist/main/main.cjs",
      "/desktop/dist/preload/preload.cjs",
      "/console/dist/index.html",
      "/console/dist/ring.html",
      "/desktop/icons/tray-light/reachable@2x.png",
      "/desktop/icons/tray-mac/reachableTemplate.png",
    ])
      expect(files).toContain(needed);
    expect(files.filter((file) => file.endsWith(".node"))).toEqual([
      `/node_modules/keytar/prebuilds/${process.platform}-${process.arch}/keytar.node`,
    ]);
  });

  test("has its fuses set as configured", async () => {
    const wire = await getCurrentFuseWire(programBeside(resources));
    const on = "1".charCodeAt(0);
    const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === on;
    expect(
      [
        FuseV1Options.RunAsNode,
        FuseV1Options.EnableNodeOptionsEnvironmentVariable,
        FuseV1Options.EnableNodeCliInspectArguments,
      ].map(isOn),
    ).toEqual([false, false, false]);
    expect(
      [
        FuseV1Options.EnableCookieEncryption,
        FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
        FuseV1Options.OnlyLoadAppFromAsar,
      ].map(isOn),
    ).toEqual([true, true, true]);
    expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false);
  });
});
