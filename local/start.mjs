// `npm start`: installs what is missing, then runs the embedded stack on the product's own Node.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, productNode } from "./install.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function runStack() {
  const child = spawn(productNode(root), [join(root, "local/src/stack/main.ts"), ...process.argv.slice(2)], {
    cwd: root,
    // The channel is the stack's lifeline: when this process is gone, however it went, the stack stops.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  // Ctrl-C in a terminal reaches the stack by itself; a signal sent to this process alone is passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
  stopWithNpm(child);
}

/** npm that was killed leaves its script running; the script notices that it has a new parent. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1000).unref();
}

try {
  await ensureInstalled(root);
  runStack();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
