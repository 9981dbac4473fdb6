import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { buildWithGo } from "./build.ts";
import { downloadRelease } from "./download.ts";
import { cachedBinary, livekitVersion, versionOf } from "./version.ts";

/** How a search for LiveKit talks to the person who waits for it. */
export interface FindOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** The two ways to get a binary that is not here; tests replace them. */
  readonly download?: typeof downloadRelease;
  readonly build?: typeof buildWithGo;
}

/**
 * The path of a livekit-server that can be run: `LIVEKIT_SERVER_BIN`, else the PATH, else the
 * cache, else the GitHub release, else built with Go. Throws with what to do when all of these
 * fail.
 */
export async function findLivekit(options: FindOptions): Promise<string> {
  return (
    (await named(options)) ??
    (await onPath(options.env)) ??
    (await inCache(options.env)) ??
    (await obtain(options))
  );
}

async function named({ env, say }: FindOptions): Promise<string | undefined> {
  const binary = env["LIVEKIT_SERVER_BIN"];
  if (!binary) return undefined;
  const version = await versionOf(binary);
  if (!version)
    throw new Error(`LIVEKIT_SERVER_BIN names ${binary}, which does not run as a livekit-server.`);
  if (version !== livekitVersion)
    say(`LIVEKIT_SERVER_BIN is LiveKit ${version}; tested with ${livekitVersion}`);
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
  say,
  download = downloadRelease,
  build = buildWithGo,
}: FindOptions): Promise<string> {
  const target = cachedBinary(env);
  const downloaded = await reasonOrNothing(() => download(target, say));
  if (!downloaded) return target;
  say(`LiveKit's release could not be downloaded (${downloaded})`);
  const built = await reasonOrNothing(() => build(target, env, say));
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

async function reasonOrNothing(attempt: () => Promise<void>): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
