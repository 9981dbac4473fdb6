import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runProgram } from "../processes/run-program.ts";
import { livekitVersion } from "./version.ts";

const githubReleases = `https://github.com/livekit/livekit/releases/download/v${livekitVersion}`;
/** Short, so that a start without internet access loses little time. */
const connectTimeoutMs = 6_000;
const downloadTimeoutMs = 180_000;

/** Downloads the release for this machine into `target`, and compares its checksum. */
export async function downloadRelease(
  target: string,
  log: (line: string) => void,
  releases: string = githubReleases,
): Promise<void> {
  const archive = archiveName();
  const checksums = await text(`${releases}/checksums.txt`);
  const expected = checksumOf(checksums, archive);
  log(`Downloading LiveKit ${livekitVersion}`);
  const bytes = await download(`${releases}/${archive}`);
  if (createHash("sha256").update(bytes).digest("hex") !== expected)
    throw new Error(`${archive} does not match the release's checksum`);
  await unpack(bytes, archive, target);
}

/** Returns the SHA-256 of one file, in hex, from the text of `checksums.txt`. */
export function checksumOf(checksums: string, archive: string): string {
  for (const line of checksums.split("\n")) {
    const [sum, name] = line.trim().split(/\s+\*?/);
    if (name === archive && sum && /^[0-9a-f]{64}$/.test(sum)) return sum;
  }
  throw new Error(`the release lists no checksum for ${archive}`);
}

/** Returns the name of the release's archive. LiveKit publishes Linux and Windows only. */
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
  return (await request(url, connectTimeoutMs)).text();
}

async function download(url: string): Promise<Buffer> {
  return Buffer.from(await (await request(url, downloadTimeoutMs)).arrayBuffer());
}

async function request(url: string, timeoutMs: number): Promise<Response> {
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
    // The tar of Windows also reads zip files.
    await runProgram("tar", ["-xf", archive, basename(target)], { cwd: folder });
    await chmod(join(folder, basename(target)), 0o755);
    await rename(join(folder, basename(target)), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
