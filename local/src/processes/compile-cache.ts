import { enableCompileCache, flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Loaded with `--import` before the code of a stack process. It stores the process's compiled code,
// so that the server's next start takes half the processor time. Node writes the code when a
// process exits. A process that crashes has no time for it, so it is also written once the start is
// over.
const startMs = 10_000;

enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/node", import.meta.url)));
setTimeout(flushCompileCache, startMs).unref();
