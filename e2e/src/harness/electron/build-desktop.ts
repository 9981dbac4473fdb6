import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "@synapse-voice/local";

/** Builds main and preload as they are shipped. */
export async function buildDesktop(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, "desktop/build.ts")]);
}
