import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "electron-builder";
import { getConfig, validateConfiguration } from "app-builder-lib/out/util/config/config.js";
import { DebugLogger } from "builder-util";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { linkSchemes } from "./bridge/link-schemas.ts";

const root = join(import.meta.dirname, "../..");

// electron-builder takes a second to load its schema, far longer on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe("the package", () => {
  let config: Configuration;
  beforeAll(async () => {
    config = await getConfig(root, "electron-builder.yml", null);
  });

  test("is described as electron-builder understands it", async () => {
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
    expect(config.appId).toBe("com.synapsevoice.desktop");
  });

  test("can be what the system opens links with, by the name of its desktop entry", () => {
    const schemes = [...linkSchemes];
    expect(config.protocols).toEqual([{ name: "Synapse Voice", schemes }]);
    expect(config.linux).toMatchObject({ executableName: "synapse-voice", syncDesktopName: true });
    const { desktopName } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      desktopName: string;
    };
    expect(desktopName).toBe("synapse-voice.desktop");
  });

  test("has the doors of Node closed and the app's integrity checked", () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      grantFileProtocolExtraPrivileges: false,
      loadBrowserProcessSpecificV8Snapshot: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    });
    expect(config.asar).toBe(true);
  });

  test("takes files by an allow-list, and of node_modules only keytar", () => {
    const patterns = (Array.isArray(config.files) ? config.files : [config.files]).flatMap(
      (entry) => (typeof entry === "string" ? [entry] : (entry?.filter ?? [])),
    );
    const taken = patterns.filter((pattern) => !pattern.startsWith("!"));
    expect(patterns).toContain("!node_modules/**/*");
    expect(taken.filter((pattern) => pattern.startsWith("*"))).toEqual([]);
    expect(
      taken.filter(
        (pattern) =>
          pattern.startsWith("node_modules/") && !pattern.startsWith("node_modules/keytar/"),
      ),
    ).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      dependencies: object;
    };
    expect(Object.keys(dependencies)).toEqual(["keytar"]);
  });

  test("may use the microphone on macOS, in the app and in its helpers", () => {
    expect(config.mac).toMatchObject({
      hardenedRuntime: true,
      notarize: true,
      extendInfo: { NSMicrophoneUsageDescription: expect.any(String) },
    });
    for (const file of [config.mac?.entitlements, config.mac?.entitlementsInherit]) {
      const entitlements = readFileSync(join(root, file ?? ""), "utf8");
      expect(entitlements).toMatch(/com\.apple\.security\.device\.audio-input<\/key>\s*<true\/>/u);
      expect(entitlements).not.toMatch(
        /disable-library-validation|allow-dyld-environment-variables/u,
      );
    }
  });

  test("comes per person or by IT on Windows, and as AppImage and deb on Linux", () => {
    expect(config.win?.target).toEqual(["nsis", "msi"]);
    expect(config.nsis).toMatchObject({ perMachine: false });
    expect(config.msi).toMatchObject({
      perMachine: true,
      upgradeCode: expect.stringMatching(/^\{[0-9A-F-]{36}\}$/u),
    });
    expect(config.win).toMatchObject({
      verifyUpdateCodeSignature: true,
      signExts: [".exe", ".dll", ".node"],
    });
    expect(config.linux?.target).toEqual(["AppImage", "deb"]);
    expect(config.deb?.depends).toContain("libsecret-1-0");
    for (const icon of [config.mac?.icon, config.win?.icon, config.linux?.icon])
      expect(existsSync(join(root, icon ?? ""))).toBe(true);
  });
});

describe("a release", () => {
  const names = ["PUBLISHER", "ENDPOINT", "PROFILE", "ACCOUNT"].map((name) => `AZURE_SIGN_${name}`);
  afterEach(() => {
    for (const name of names) delete process.env[name];
  });

  test("is the package, signed with the account of the environment", async () => {
    for (const name of names) process.env[name] = `the ${name}`;
    const config = await getConfig(root, "desktop/release-config.ts", null);
    expect(config.electronFuses).toMatchObject({ onlyLoadAppFromAsar: true });
    expect(config.win?.target).toEqual(["nsis", "msi"]);
    expect(config.win?.azureSignOptions).toEqual({
      publisherName: "the AZURE_SIGN_PUBLISHER",
      endpoint: "the AZURE_SIGN_ENDPOINT",
      certificateProfileName: "the AZURE_SIGN_PROFILE",
      codeSigningAccountName: "the AZURE_SIGN_ACCOUNT",
    });
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
  });
});
