import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityOf } from "../processes/process-identity.ts";
import { recordProcess } from "../processes/process-records.ts";
import { waitFor } from "../processes/wait-for.ts";
import { settingsFromEnv } from "../settings/settings.ts";
import { checkPortsFree } from "./ports.ts";
import { lockDataFolder } from "./stack-lock.ts";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "synapse-stack-"))));
afterEach(() => rm(dataDir, { recursive: true }));

const alive = async (pid: number) => (await identityOf(pid)) !== undefined;

describe("a second stack", () => {
  it("on the same data folder is told who runs there", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      stdio: "ignore",
    });
    await recordProcess(dataDir, "stack", other.pid ?? 0);
    await expect(lockDataFolder(dataDir)).rejects.toThrow(
      `A stack already runs on ${dataDir} (process ${other.pid}).`,
    );
    other.kill("SIGKILL");
    await waitFor("it to end", async () => !(await alive(other.pid ?? 0)));
    await (
      await lockDataFolder(dataDir)
    )();
  });

  it("on a port in use is told which, and the setting that moves it", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { ports } = settingsFromEnv({ SYNAPSE_PORTAL_PORT: String(port) });
    await expect(checkPortsFree(ports)).rejects.toThrow(
      `Port ${port} for the demo portal is in use by another program. ` +
        "Stop that program, or set SYNAPSE_PORTAL_PORT to a free port.",
    );
    await expect(checkPortsFree({ ...ports, console: port })).rejects.toThrow(
      `Port ${port} is set twice`,
    );
    holder.close();
  });
});
