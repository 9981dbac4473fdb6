// `npm start`: installs what is missing, then runs the embedded stack on the product's own Node.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, productNode } from "./install.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function runStack() {
  const child = spawn(
    productNode(root),
    [join(root, "local/src/stack/main.ts"), ...process.argv.slice(2)],
    {
      cwd: root,
      // The channel is the stack's lifeline: when this process is gone, however it went, the stack
      // stops.
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env: { ...process.env, NODE_NO_WARNINGS: "1" },
    },
  );
  // Ctrl-C in a terminal reaches the stack by itself; a signal sent to this process alone is passed
  // on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
  stopWithNpm(child);
}

/**
 * npm that was killed leaves its shell and script running; the script notices that its shell has a
 * new parent, or it itself has.
 */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atStart = ancestors();
  setInterval(() => ancestors() !== atStart && child.kill("SIGTERM"), 2000).unref();
}

function parentOf(pid) {
  try {
    if (process.platform === "linux")
      return /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

try {
  await ensureInstalled(root);
  runStack();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
