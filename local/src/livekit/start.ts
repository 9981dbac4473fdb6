import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { waitFor } from "../processes/wait-for.ts";
import { type LivekitSettings, livekitConfig } from "./config.ts";

const readyTimeoutMs = 20_000;
const stopTimeoutMs = 5_000;

/** A livekit-server that this process has started. */
export interface RunningLivekit {
  readonly pid: number;
  /** Resolves with how the process ended. */
  readonly exited: Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts livekit-server and resolves when it answers requests. Its log goes to a file in the data
 * folder, or to this process's own output.
 */
export async function startLivekit(
  binary: string,
  dataDir: string,
  settings: LivekitSettings,
  logTo: "file" | "inherit" = "file",
): Promise<RunningLivekit> {
  await mkdir(dataDir, { recursive: true });
  const configFile = join(dataDir, "livekit.yaml");
  await writeFile(configFile, livekitConfig(settings), { mode: 0o600 });
  return runLivekit(binary, configFile, settings.port, logTo === "file" ? dataDir : undefined);
}

/**
 * Starts livekit-server with a configuration file, and resolves when it answers requests on the
 * port that the file names. Its log goes to a file in `logFolder`, or to this process's own output.
 */
export async function runLivekit(
  binary: string,
  configFile: string,
  port: number,
  logFolder?: string,
): Promise<RunningLivekit> {
  const output =
    logFolder === undefined ? "inherit" : openSync(join(logFolder, "livekit.log"), "w");
  const child = spawn(binary, ["--config", configFile], { stdio: ["ignore", output, output] });
  if (typeof output === "number") closeSync(output);
  const exited = whenExited(child);
  await Promise.race([
    whenReady(port),
    exited.then((how) => Promise.reject(new Error(`livekit-server ended (${how})`))),
  ]).catch(async (error: unknown) => {
    await stop(child, exited);
    throw error;
  });
  return { pid: child.pid ?? 0, exited, stop: () => stop(child, exited) };
}

function whenReady(port: number): Promise<void> {
  const ready = async () =>
    (await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) })).ok;
  return waitFor("livekit-server to answer", ready, { timeoutMs: readyTimeoutMs });
}

async function whenExited(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    return signal ?? `exit code ${code}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  // livekit-server waits for open rooms, which can take long.
  const forceStop = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await exited;
  clearTimeout(forceStop);
}
