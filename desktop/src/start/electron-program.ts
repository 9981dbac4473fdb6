import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const downloadTimeoutMs = 300_000;

/** Name of the program in the folder of an Electron. The package `electron` uses the same ones. */
const programs: Readonly<Record<string, string>> = {
  darwin: "Electron.app/Contents/MacOS/Electron",
  win32: "electron.exe",
};

/**
 * Returns the path of Electron's program: that in the folder `ELECTRON_OVERRIDE_DIST_PATH`, or that
 * of the package `electron`. npm installs the package without the program, so it is downloaded
 * first if it is missing.
 */
export async function electronProgram(root: string, log: (line: string) => void): Promise<string> {
  const name = programs[process.platform] ?? "electron";
  const override = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (override) {
    const program = join(override, name);
    if (existsSync(program)) return program;
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: ${program}`);
  }
  const folder = join(root, "node_modules", "electron");
  await download(folder, log);
  return join(folder, "dist", name);
}

/** Downloads the program if that of this version is missing. */
async function download(folder: string, log: (line: string) => void): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  const stamp = join(folder, "dist", "version");
  if (existsSync(stamp) && readFileSync(stamp, "utf8").trim().replace(/^v/u, "") === version)
    return;
  log(`Downloading Electron ${version} from GitHub (about 120 MB, only the first time)`);
  try {
    await run(process.execPath, [join(folder, "install.js")], { timeout: downloadTimeoutMs });
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const reason = /Error: (?<reason>.+)/u.exec(stderr)?.groups?.["reason"];
    throw new Error(
      `Electron ${version} could not be downloaded (${reason ?? message.split("\n")[0]}): ` +
        "allow https://github.com or set ELECTRON_MIRROR, or name the folder of an Electron in " +
        "ELECTRON_OVERRIDE_DIST_PATH.",
      { cause: error },
    );
  }
}
