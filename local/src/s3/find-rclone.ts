import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram, executable } from "../processes/build-go.ts";

/** The version that `rclone/go.mod` names. */
const rcloneVersion = "1.76.0";
const source = fileURLToPath(new URL("rclone", import.meta.url));

/**
 * Returns the path of an rclone that serves S3: from the cache, from the PATH, or built from its Go
 * module once per machine, which takes about a minute on two cores.
 */
export async function findRclone(
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<string> {
  const cache = env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const target = join(
    cache,
    "synapse-voice",
    "rclone-s3",
    `v${rcloneVersion}`,
    executable("rclone"),
  );
  for (const candidate of [target, "rclone"]) if (await isRclone(candidate)) return candidate;
  await build(target, env, log).catch((cause: unknown) => {
    throw new Error(
      `rclone ${rcloneVersion} is not here and could not be built. ` +
        "Install Go from https://go.dev/dl, or put this rclone on the PATH.",
      { cause },
    );
  });
  return target;
}

function build(target: string, env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<void> {
  return buildGoProgram(
    {
      name: `rclone ${rcloneVersion}`,
      target,
      args: (folder) => ["build", "-trimpath", "-ldflags", "-s -w", "-o", folder, "."],
      program: "rclone-s3",
      cwd: source,
    },
    env,
    log,
  );
}

const isRclone = (binary: string): Promise<boolean> =>
  new Promise((resolve) => {
    execFile(binary, ["version"], { timeout: 10_000 }, (error, stdout) => {
      resolve(!error && stdout.startsWith(`rclone v${rcloneVersion}`));
    });
  });
