import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { buildWithGo } from "./build.ts";
import { downloadRelease } from "./download.ts";
import { cachedBinary, livekitVersion, versionOf } from "./version.ts";

export interface FindOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** Replaced in tests. */
  readonly download?: typeof downloadRelease;
  readonly build?: typeof buildWithGo;
}

/**
 * Returns the path of a livekit-server. Looks in this order: `LIVEKIT_SERVER_BIN`, the PATH, the
 * cache, the GitHub release, a build with Go. Rejects with instructions if all of these fail.
 */
export async function findLivekit(options: FindOptions): Promise<string> {
  return (
    (await fromSetting(options)) ??
    (await onPath(options.env)) ??
    (await inCache(options.env)) ??
    (await obtain(options))
  );
}

async function fromSetting({ env, log }: FindOptions): Promise<string | undefined> {
  const binary = env["LIVEKIT_SERVER_BIN"];
  if (!binary) return undefined;
  const version = await versionOf(binary);
  if (!version)
    throw new Error(`LIVEKIT_SERVER_BIN names ${binary}, which does not run as a livekit-server.`);
  if (version !== livekitVersion)
    log(`LIVEKIT_SERVER_BIN is LiveKit ${version}; tested with ${livekitVersion}`);
  return binary;
}

async function onPath(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const name = process.platform === "win32" ? "livekit-server.exe" : "livekit-server";
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    const binary = join(folder, name);
    if (folder && existsSync(binary) && (await versionOf(binary)) === livekitVersion) return binary;
  }
  return undefined;
}

async function inCache(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const binary = cachedBinary(env);
  return existsSync(binary) && (await versionOf(binary)) === livekitVersion ? binary : undefined;
}

async function obtain({
  env,
  log,
  download = downloadRelease,
  build = buildWithGo,
}: FindOptions): Promise<string> {
  const target = cachedBinary(env);
  const downloaded = await errorOf(() => download(target, log));
  if (!downloaded) return target;
  log(`LiveKit's release could not be downloaded (${downloaded})`);
  const built = await errorOf(() => build(target, env, log));
  if (!built) return target;
  throw new Error(
    [
      `LiveKit ${livekitVersion} is not here and could not be fetched.`,
      `  download: ${downloaded}`,
      `  build: ${built}`,
      `Do one of these, then start again:`,
      `  - connect to the internet (the release is about 25 MB, from github.com/livekit/livekit)`,
      `  - install Go 1.26 or newer from https://go.dev/dl; it is built once then`,
      `  - put livekit-server ${livekitVersion} on the PATH, or name it in LIVEKIT_SERVER_BIN`,
    ].join("\n"),
  );
}

/** Returns the message of the error, or undefined if the attempt succeeds. */
async function errorOf(attempt: () => Promise<void>): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
