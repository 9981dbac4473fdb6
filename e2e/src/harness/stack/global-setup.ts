import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseUrl, localKeys, serverEnv, showSteps, startStack } from "@synapse-voice/local";
import type { TestProject } from "vitest/node";
import { openRemoteControl } from "./remote-control.ts";
import { freePorts } from "./free-ports.ts";

/** One stack for the whole run: the same code as `npm start`, on ports and in a folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-e2e-"));
  // As root, PostgreSQL runs as another system user, who must be able to enter.
  await chmod(folder, 0o755);
  const settings = { ports: await freePorts(), dataDir: join(folder, "data") };
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const stack = await startStack({
    settings,
    steps: showSteps((line) => console.log(line)),
    fast: true,
  }).catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });
  const remote = await openRemoteControl(stack);
  const database = await databaseUrl(settings, "supabase_admin");
  project.provide("stack", {
    urls: { ...stack.urls, database },
    keys: localKeys,
    remoteControl: remote.url,
    dataDir: settings.dataDir,
    serverEnv: await serverEnv(settings),
  });
  return async () => {
    await remote.close();
    await stack.stop();
    if (!process.env["SYNAPSE_KEEP_DATA"]) await removeFolder();
    else console.log(`kept ${folder}`);
  };
}

/** What tests know of the stack that runs for them. */
export interface ProvidedStack {
  readonly urls: {
    readonly console: string;
    readonly crm: string;
    readonly portal: string;
    readonly api: string;
    readonly supabase: string;
    readonly livekit: string;
    readonly livekitApi: string;
    /** As superuser, for what no interface shows. */
    readonly database: string;
  };
  readonly keys: typeof localKeys;
  readonly remoteControl: string;
  readonly dataDir: string;
  /** Settings of the product's server here, for another instance of it. */
  readonly serverEnv: NodeJS.ProcessEnv;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: ProvidedStack;
  }
}
