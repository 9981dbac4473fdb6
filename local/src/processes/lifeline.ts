import { enableCompileCache, flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Loaded with `--import` before the code of a stack process. It makes the process exit when its
// supervisor has gone, for whatever reason, and it keeps the process's compiled code on disk.
const graceMs = 8_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), graceMs).unref();
  process.kill(process.pid, "SIGTERM");
});
// The listener above keeps the channel open. It must not keep the process alive.
process.channel?.unref();

// With the compiled code on disk, the server's next start takes half the processor time. Node
// writes the code when a process exits. A process that crashes has no time for it, so it is also
// written once the start is over.
const startMs = 10_000;
enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/node", import.meta.url)));
setTimeout(flushCompileCache, startMs).unref();
