// `npm run desktop`: installs what is missing, then starts the desktop app from the sources. Plain
// Node ≥ 20 without dependencies, because it runs before anything is installed.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, productNode } from "./install.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  await ensureInstalled(root);
  const child = spawn(
    productNode(root),
    [join(root, "desktop/src/start/main.ts"), ...process.argv.slice(2)],
    { cwd: root, stdio: "inherit", env: { ...process.env, NODE_NO_WARNINGS: "1" } },
  );
  // Ctrl-C in a terminal reaches the app directly. Other signals reach only this process.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
