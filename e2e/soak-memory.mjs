// `npm run soak:memory [calls]`: 200 calls, or as many as given, in real browsers. Fails if one of
// the pages then needs more than 10 % more memory than before. Takes a quarter of an hour.
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";

const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--project", "soak", "memory.soak"],
  {
    cwd: dirname(import.meta.dirname),
    stdio: "inherit",
    env: { ...process.env, SOAK_CALLS: process.argv[2] ?? "200" },
  },
);
process.exitCode = status ?? 1;
