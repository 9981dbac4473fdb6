import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openRunServices } from "./run-services.ts";
import { createWorkerStacks } from "./worker-stacks.ts";

/**
 * Prepares what the test files of one run share, which run in other processes. Nothing is started
 * before a file asks for it. The run's folder goes with it, unless `SYNAPSE_KEEP_DATA` is set.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-e2e-"));
  // As root, PostgreSQL runs as another system user, who must be able to enter.
  await chmod(folder, 0o755);
  const stacks = createWorkerStacks(folder);
  const services = await openRunServices(stacks);
  project.provide("runServices", services.url);
  project.provide("runFolder", folder);
  return async () => {
    await services.close();
    await stacks.stop();
    if (process.env["SYNAPSE_KEEP_DATA"]) console.log(`kept ${folder}`);
    // A browser may still write for a moment after its worker has ended.
    else await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the run's services. */
    runServices: string;
    /** For temporary files of the run. */
    runFolder: string;
  }
}
