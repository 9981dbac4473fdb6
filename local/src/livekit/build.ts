import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { run } from "../processes/run-program.ts";
import { livekitVersion } from "./version.ts";

const tellEveryMs = 10_000;
const buildTimeoutMs = 20 * 60_000;

/** Builds livekit-server from its Go module into `target`; about two minutes on two cores, once. */
export async function buildWithGo(
  target: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<void> {
  const go = findGo(env);
  if (!go) throw new Error("Go is not installed");
  await mkdir(dirname(target), { recursive: true });
  // Built beside its place and moved in at the end: a build that was broken off leaves no half
  // binary.
  const folder = await mkdtemp(join(dirname(target), "build-"));
  const began = Date.now();
  say(`Building LiveKit ${livekitVersion} once, about two minutes…`);
  const telling = setInterval(
    () => say(`  still building LiveKit, ${Math.round((Date.now() - began) / 1000)} s`),
    tellEveryMs,
  );
  try {
    const module = `github.com/livekit/livekit-server/cmd/server@v${livekitVersion}`;
    await run(go, ["install", "-trimpath", "-ldflags", "-s -w", module], {
      env: { ...env, GOBIN: folder, CGO_ENABLED: "0" },
      timeoutMs: buildTimeoutMs,
    });
    await rename(join(folder, process.platform === "win32" ? "server.exe" : "server"), target);
  } finally {
    clearInterval(telling);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Go on the PATH, else where its installers put it. */
function findGo(env: NodeJS.ProcessEnv): string | undefined {
  const name = process.platform === "win32" ? "go.exe" : "go";
  const usual =
    process.platform === "win32"
      ? ["C:\\Program Files\\Go\\bin"]
      : ["/usr/local/go/bin", "/opt/homebrew/bin", "/usr/lib/go/bin"];
  const folders = [...(env["PATH"] ?? "").split(delimiter), ...usual];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
