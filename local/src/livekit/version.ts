import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

/** Version of livekit-server that the product is tested with. */
export const livekitVersion = "1.13.3";

const executable = process.platform === "win32" ? "livekit-server.exe" : "livekit-server";

/** Returns the path of a downloaded or built binary. All clones on this machine share it. */
export function cachedBinary(env: NodeJS.ProcessEnv): string {
  const cache = env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(cache, "synapse-voice", "livekit-server", `v${livekitVersion}`, executable);
}

/** Returns the version of a binary, or undefined if it can't be run. */
export function versionOf(binary: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(binary, ["--version"], { timeout: 10_000 }, (error, stdout) => {
      resolve(error ? undefined : /version (\d+\.\d+\.\d+)/.exec(stdout)?.[1]);
    });
  });
}
