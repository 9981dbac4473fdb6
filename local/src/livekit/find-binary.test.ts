import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archiveName, checksumOf } from "./download.ts";
import { type FindOptions, findLivekit } from "./find-binary.ts";
import { cachedBinary } from "./version.ts";

let folder: string;
const lines: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "find-livekit-"));
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const script = (version: string) => `#!/bin/sh\necho "livekit-server version ${version}"\n`;

async function put(path: string, version: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, script(version));
  await chmod(path, 0o755);
  return path;
}

const offline = async () => Promise.reject(new Error("github.com cannot be reached"));
const noGo = async () => Promise.reject(new Error("Go is not installed"));

function options(env: NodeJS.ProcessEnv, more: Partial<FindOptions> = {}): FindOptions {
  return {
    env: { XDG_CACHE_HOME: folder, PATH: "", ...env },
    log: (line) => lines.push(line),
    download: offline,
    build: noGo,
    ...more,
  };
}

describe.runIf(process.platform !== "win32")("finding LiveKit", () => {
  it("takes the binary that LIVEKIT_SERVER_BIN names, and says so when it is another version", async () => {
    const binary = await put(join(folder, "mine"), "1.9.0");
    expect(await findLivekit(options({ LIVEKIT_SERVER_BIN: binary }))).toBe(binary);
    expect(lines.join()).toContain("1.9.0");
  });

  it("refuses a LIVEKIT_SERVER_BIN that does not run, by name", async () => {
    await expect(findLivekit(options({ LIVEKIT_SERVER_BIN: "/nowhere" }))).rejects.toThrow(
      "LIVEKIT_SERVER_BIN names /nowhere",
    );
  });

  it("passes over another version on the PATH and takes the cache", async () => {
    await put(join(folder, "bin", "livekit-server"), "1.9.0");
    const env = { PATH: join(folder, "bin") };
    const cached = await put(cachedBinary(options(env).env), "1.13.3");
    expect(await findLivekit(options(env))).toBe(cached);
  });

  it("prefers the right version on the PATH", async () => {
    const binary = await put(join(folder, "bin", "livekit-server"), "1.13.3");
    expect(await findLivekit(options({ PATH: join(folder, "bin") }))).toBe(binary);
  });

  it("builds when the download fails", async () => {
    const build: FindOptions["build"] = async (target) => void (await put(target, "1.13.3"));
    const found = await findLivekit(options({}, { build }));
    expect(found).toBe(cachedBinary(options({}).env));
  });

  it("says what to do when there is neither download nor Go", async () => {
    const failure = await findLivekit(options({})).catch((error: Error) => error.message);
    expect(failure).toContain("github.com cannot be reached");
    expect(failure).toContain("Go is not installed");
    expect(failure).toContain("LIVEKIT_SERVER_BIN");
  });
});

describe("the release", () => {
  it("is named by platform, and there is none for macOS", () => {
    expect(archiveName("linux", "x64")).toBe("livekit_1.13.3_linux_amd64.tar.gz");
    expect(archiveName("win32", "x64")).toBe("livekit_1.13.3_windows_amd64.zip");
    expect(() => archiveName("darwin", "arm64")).toThrow("no release");
  });

  it("is accepted only with a checksum of its own", () => {
    const sum = "a".repeat(64);
    expect(checksumOf(`${sum}  one.tar.gz\n`, "one.tar.gz")).toBe(sum);
    expect(() => checksumOf(`${sum}  one.tar.gz\n`, "two.tar.gz")).toThrow("no checksum");
  });
});
