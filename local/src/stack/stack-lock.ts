import { forgetProcess, recordProcess, recordedProcess } from "../processes/process-records.ts";

const name = "stack";

/** Allows one stack per data folder. Rejects if another one runs on it. Returns the unlock. */
export async function lockDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const pid = await recordedProcess(dataDir, name);
  if (pid !== undefined && pid !== process.pid) {
    throw new Error(
      `A stack already runs on ${dataDir} (process ${pid}). ` +
        "Stop it with Ctrl-C where it was started, " +
        "or set SYNAPSE_DATA_DIR and the ports for a second one (local/src/settings/settings.ts).",
    );
  }
  await recordProcess(dataDir, name, process.pid);
  return () => forgetProcess(dataDir, name);
}
