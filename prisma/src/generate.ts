import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

// Generating the client needs no schema engine, but Prisma downloads one unless a path is given.
// The path of any program prevents the download.
const require = createRequire(import.meta.url);
const cli = path.join(path.dirname(require.resolve("prisma/package.json")), "build", "index.js");

const result = spawnSync(process.execPath, [cli, "generate", "--no-hints"], {
  cwd: path.join(import.meta.dirname, ".."),
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
  stdio: ["ignore", "inherit", "inherit"],
});
process.exitCode = result.status ?? 1;
