import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePorts } from "../harness/stack/free-ports.ts";
import { NpmStart } from "./npm-start.ts";

it.runIf(process.platform === "linux")("npm start is ready again within 5 s", async () => {
  const folder = await mkdtemp(join(tmpdir(), "synapse-restart-"));
  await chmod(folder, 0o755);
  const ports = await freePorts();
  try {
    const first = new NpmStart(ports, join(folder, "data"));
    await first.ready();
    await first.pressCtrlC();
    const began = performance.now();
    const again = new NpmStart(ports, join(folder, "data"));
    await again.ready();
    const seconds = (performance.now() - began) / 1000;
    await again.pressCtrlC();
    await again.expectNoProcesses().finally(() => again.killAll());
    expect(seconds).toBeLessThan(5);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
