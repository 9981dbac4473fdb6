import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "../processes/wait-for.ts";
import { findRclone } from "../s3/find-rclone.ts";
import { freePort } from "./free-port.ts";

/** An S3 server of rclone with one bucket, over a folder of its own. */
export interface TestS3 {
  /** Address of its API, such as `http://127.0.0.1:8080`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The folder that contains the objects. */
  readonly folder: string;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

/** Starts an S3 server on a free port of 127.0.0.1. */
export async function startTestS3(): Promise<TestS3> {
  const binary = await findRclone(process.env, () => undefined);
  const root = await mkdtemp(join(tmpdir(), "synapse-s3-"));
  const bucket = "recordings";
  await mkdir(join(root, bucket));
  const address = `127.0.0.1:${await freePort()}`;
  const credentials = { accessKeyId: "test-key", secretAccessKey: "a-secret-for-tests-only" };
  const child = spawn(binary, ["serve", "s3", "--addr", address, root], {
    env: {
      PATH: process.env["PATH"],
      HOME: root,
      RCLONE_CONFIG: "/dev/null",
      RCLONE_AUTH_KEY: `"${credentials.accessKeyId},${credentials.secretAccessKey}"`,
    },
    stdio: "ignore",
  });
  const exited = once(child, "exit");
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
    await rm(root, { recursive: true, force: true });
  };
  const endpoint = `http://${address}`;
  // Any answer counts: without a signature it refuses the request.
  const isReady = async () =>
    (await fetch(endpoint, { signal: AbortSignal.timeout(1_000) })).status > 0;
  await waitFor("rclone to answer", isReady, { timeoutMs: 20_000 }).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  return { endpoint, bucket, credentials, folder: join(root, bucket), close };
}
