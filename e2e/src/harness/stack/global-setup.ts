import type { TestProject } from "vitest/node";
import { openRunServices } from "./run-services.ts";
import { createWorkerStacks } from "./worker-stacks.ts";

/**
 * Opens what the test files of one run share, which run in other processes. Nothing is started
 * before a file asks for it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stacks = createWorkerStacks();
  const services = await openRunServices(stacks);
  project.provide("runServices", services.url);
  return async () => {
    await services.close();
    await stacks.stop();
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the run's services. */
    runServices: string;
  }
}
