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
      // The stack stops when this channel closes, so also when this process is killed.
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env: {
        NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "node"),
        ...process.env,
        NODE_NO_WARNINGS: "1",
      },
    },
  );
  // Ctrl-C in a terminal reaches the stack directly. Other signals reach only this process and are
  // forwarded.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
  stopWithNpm(child);
}

/**
 * Stops the stack when npm is killed. npm then leaves its shell and this script running, and one of
 * them gets a new parent.
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
