// `npm run soak:desktop [calls] [minutes]`: the desktop app hidden in the tray for 60 minutes, or
// for as long as given, and then 60 calls and 200 more, or as many as given, hidden and shown in
// turn. Then the network is away for 2 minutes. Fails if a call rings after more than 2 s, if calls
// leave memory, listeners, timers or connections, or if the tray differs from the server for 25 s.
// Takes an hour and a half.
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";

const [calls = "200", minutes = "60"] = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "soak",
    "--no-file-parallelism",
    "e2e/src/desktop/soak",
  ],
  {
    cwd: dirname(import.meta.dirname),
    stdio: "inherit",
    env: { ...process.env, SOAK_CALLS: calls, SOAK_MINUTES: minutes },
  },
);
process.exitCode = status ?? 1;
