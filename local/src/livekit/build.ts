import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { runProgram } from "../processes/run-program.ts";
import { livekitVersion } from "./version.ts";

const progressEveryMs = 10_000;
const buildTimeoutMs = 20 * 60_000;

/** Builds livekit-server from its Go module into `target`. Takes about two minutes on two cores. */
export async function buildWithGo(
  target: string,
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
  log(`Building LiveKit ${livekitVersion} once, about two minutes…`);
  const progress = setInterval(
    () => log(`  still building LiveKit, ${Math.round((Date.now() - began) / 1000)} s`),
    progressEveryMs,
  );
  try {
    const module = `github.com/livekit/livekit-server/cmd/server@v${livekitVersion}`;
    await runProgram(go, ["install", "-trimpath", "-ldflags", "-s -w", module], {
      env: { ...env, GOBIN: folder, CGO_ENABLED: "0" },
      timeoutMs: buildTimeoutMs,
    });
    await rename(join(folder, process.platform === "win32" ? "server.exe" : "server"), target);
  } finally {
    clearInterval(progress);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Looks for Go on the PATH, then in the folders of its installers. */
function findGo(env: NodeJS.ProcessEnv): string | undefined {
  const name = process.platform === "win32" ? "go.exe" : "go";
  const installFolders =
    process.platform === "win32"
      ? ["C:\\Program Files\\Go\\bin"]
      : ["/usr/local/go/bin", "/opt/homebrew/bin", "/usr/lib/go/bin"];
  const folders = [...(env["PATH"] ?? "").split(delimiter), ...installFolders];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
