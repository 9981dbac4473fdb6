import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { runProgram } from "./run-program.ts";

const progressEveryMs = 10_000;
const buildTimeoutMs = 20 * 60_000;

export interface GoBuild {
  /** For the log. */
  readonly name: string;
  readonly target: string;
  /** Arguments of `go`, which build `program` into `folder`. */
  readonly args: (folder: string) => readonly string[];
  /** File name of the program in that folder. */
  readonly program: string;
  readonly cwd?: string;
}

/** Builds a Go program into `target`. */
export async function buildGoProgram(
  { name, target, args, program, cwd }: GoBuild,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  const go = findGo(env);
  if (!go) throw new Error("Go is not installed");
  await mkdir(dirname(target), { recursive: true });
  // The result is built in a folder beside the target and then moved, so that an aborted build
  // leaves no incomplete binary.
  const folder = await mkdtemp(join(dirname(target), "build-"));
  const began = Date.now();
  log(`Building ${name} once, about two minutes…`);
  const progress = setInterval(
    () => log(`  still building ${name}, ${Math.round((Date.now() - began) / 1000)} s`),
    progressEveryMs,
  );
  try {
    await runProgram(go, args(folder), {
      env: { ...env, GOBIN: folder, CGO_ENABLED: "0" },
      timeoutMs: buildTimeoutMs,
      ...(cwd === undefined ? {} : { cwd }),
    });
    await rename(join(folder, executable(program)), target);
  } finally {
    clearInterval(progress);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the file name of a program on this system. */
export const executable = (program: string): string =>
  process.platform === "win32" ? `${program}.exe` : program;

/** Looks for Go on the PATH, then in the folders of its installers. */
function findGo(env: NodeJS.ProcessEnv): string | undefined {
  const installFolders =
    process.platform === "win32"
      ? ["C:\\Program Files\\Go\\bin"]
      : ["/usr/local/go/bin", "/opt/homebrew/bin", "/usr/lib/go/bin"];
  const folders = [...(env["PATH"] ?? "").split(delimiter), ...installFolders];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, executable("go")))
    .find((path) => existsSync(path));
}
