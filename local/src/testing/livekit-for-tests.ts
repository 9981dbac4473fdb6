import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  findLivekit,
  startLivekit,
  type LivekitSettings,
  type RunningLivekit,
} from "../livekit/index.ts";
import { freePort } from "./free-port.ts";

/** A LiveKit on free ports, with a folder of its own. Its webhooks reach nobody. */
export interface TestLivekit {
  readonly settings: LivekitSettings;
  /** Address of its API, such as `http://127.0.0.1:7880`. */
  readonly apiUrl: string;
  /** Starts it; after a stop it starts again on the same ports. */
  start(): Promise<RunningLivekit>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

/** Prepares a LiveKit, which does not run yet. */
export async function prepareTestLivekit(
  more: Pick<LivekitSettings, "autoCreate"> = {},
): Promise<TestLivekit> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-livekit-"));
  const settings: LivekitSettings = {
    port: await freePort(),
    udpPort: await freePort(),
    apiKey: "test_key",
    apiSecret: "a-secret-for-tests-only-with-32-characters-or-more",
    webhookUrl: "http://127.0.0.1:1/",
    ...more,
  };
  let running: RunningLivekit | undefined;
  return {
    settings,
    apiUrl: `http://127.0.0.1:${settings.port}`,
    start: async () => {
      const binary = await findLivekit({ env: process.env, log: () => undefined });
      running = await startLivekit(binary, folder, settings);
      return running;
    },
    close: async () => {
      await running?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
