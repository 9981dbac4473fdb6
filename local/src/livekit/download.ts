import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { run } from "../processes/run-program.ts";
import { livekitVersion } from "./version.ts";

const githubReleases = `https://github.com/livekit/livekit/releases/download/v${livekitVersion}`;
/** The first answer decides whether there is a way out at all, so an offline start loses little. */
const connectTimeoutMs = 6_000;
const downloadTimeoutMs = 180_000;

/**
 * Fetches the release for this machine into `target`, checked against the release's own checksums
 * file.
 */
export async function downloadRelease(
  target: string,
  say: (line: string) => void,
  releases: string = githubReleases,
): Promise<void> {
  const archive = archiveName();
  const checksums = await text(`${releases}/checksums.txt`);
  const expected = checksumOf(checksums, archive);
  say(`Downloading LiveKit ${livekitVersion}`);
  const bytes = await download(`${releases}/${archive}`);
  if (createHash("sha256").update(bytes).digest("hex") !== expected)
    throw new Error(`${archive} does not match the release's checksum`);
  await unpack(bytes, archive, target);
}

/** The SHA-256 that a `checksums.txt` gives for one file. */
export function checksumOf(checksums: string, archive: string): string {
  for (const line of checksums.split("\n")) {
    const [sum, name] = line.trim().split(/\s+\*?/);
    if (name === archive && sum && /^[0-9a-f]{64}$/.test(sum)) return sum;
  }
  throw new Error(`the release lists no checksum for ${archive}`);
}

/** The release's archive for a platform; LiveKit publishes Linux and Windows only. */
export function archiveName(
  platform: string = process.platform,
  arch: string = process.arch,
): string {
  const os = { linux: "linux", win32: "windows" }[platform];
  const cpu = { x64: "amd64", arm64: "arm64", arm: "armv7" }[arch];
  if (!os || !cpu) throw new Error(`there is no release for ${platform} on ${arch}`);
  return `livekit_${livekitVersion}_${os}_${cpu}.${os === "windows" ? "zip" : "tar.gz"}`;
}

async function text(url: string): Promise<string> {
  return (await answer(url, connectTimeoutMs)).text();
}

async function download(url: string): Promise<Buffer> {
  return Buffer.from(await (await answer(url, downloadTimeoutMs)).arrayBuffer());
}

async function answer(url: string, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(
    () => undefined,
  );
  const { hostname } = new URL(url);
  if (!response) throw new Error(`${hostname} cannot be reached`);
  if (!response.ok) throw new Error(`${hostname} answered ${response.status} for ${basename(url)}`);
  return response;
}

async function unpack(bytes: Buffer, archive: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), "download-"));
  try {
    await writeFile(join(folder, archive), bytes);
    // Windows' own tar reads zip as well.
    await run("tar", ["-xf", archive, basename(target)], { cwd: folder });
    await chmod(join(folder, basename(target)), 0o755);
    await rename(join(folder, basename(target)), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
