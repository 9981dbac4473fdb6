import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archiveName, downloadRelease } from "./download.ts";

/** A release as GitHub serves it: the archive and the list of checksums. */
describe.runIf(process.platform === "linux")("downloading the release", () => {
  let folder: string;
  let server: Server;
  let files: Record<string, Buffer>;
  let releases: string;
  let target: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "livekit-release-"));
    target = join(folder, "cache", "livekit-server");
    await writeFile(join(folder, "livekit-server"), "the program");
    execFileSync("tar", ["-czf", "archive.tar.gz", "livekit-server"], { cwd: folder });
    const archive = await readFile(join(folder, "archive.tar.gz"));
    const sum = createHash("sha256").update(archive).digest("hex");
    files = {
      [archiveName()]: archive,
      "checksums.txt": Buffer.from(`${"0".repeat(64)}  other.tar.gz\n${sum}  ${archiveName()}\n`),
    };
    server = createServer((request, response) => {
      const file = files[(request.url ?? "").slice(1)];
      response.writeHead(file ? 200 : 404).end(file);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  it("puts the program in its place, and nothing beside it", async () => {
    await downloadRelease(target, () => undefined, releases);
    expect(await readFile(target, "utf8")).toBe("the program");
    expect(await readdir(join(folder, "cache"))).toEqual(["livekit-server"]);
  });

  it("refuses an archive that is not the one of the checksums", async () => {
    files[archiveName()] = Buffer.from("something else");
    await expect(downloadRelease(target, () => undefined, releases)).rejects.toThrow(
      "does not match the release's checksum",
    );
    expect(await readdir(folder)).not.toContain("cache");
  });

  it("says who could not be reached, or what was answered", async () => {
    delete files["checksums.txt"];
    await expect(downloadRelease(target, () => undefined, releases)).rejects.toThrow(
      "127.0.0.1 answered 404 for checksums.txt",
    );
    server.close();
    await expect(downloadRelease(target, () => undefined, "http://127.0.0.1:1")).rejects.toThrow(
      "127.0.0.1 cannot be reached",
    );
  });
});
