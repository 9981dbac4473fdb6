import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openRunServices } from "./run-services.ts";
import { createWorkerStacks } from "./worker-stacks.ts";

/**
 * Opens the services and the folder of a run. A stack starts when a test file needs it. After the
 * run everything is stopped and removed. `SYNAPSE_KEEP_DATA` keeps the folder.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-e2e-"));
  // If we are root, PostgreSQL runs as another system user, who must have access.
  await chmod(folder, 0o755);
  const stacks = createWorkerStacks(folder);
  const services = await openRunServices(stacks);
  project.provide("runServices", services.url);
  project.provide("runFolder", folder);
  return async () => {
    await services.close();
    await stacks.stop();
    if (process.env["SYNAPSE_KEEP_DATA"]) console.log(`kept ${folder}`);
    // Browsers may still write for a short time after their worker has ended.
    else await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the run's services. */
    runServices: string;
    /** Folder for temporary files of the run. */
    runFolder: string;
  }
}
