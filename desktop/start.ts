import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import electron from "electron";

/**
 * Starts the desktop app from the sources: `npm run start -w desktop`. It uses the stack of `npm
 * start`, or the servers in SYNAPSE_API_URL, SYNAPSE_SUPABASE_URL and SYNAPSE_SUPABASE_KEY. It does
 * not build the console.
 */
const root = join(import.meta.dirname, "..");
const stack = `http://127.0.0.1:${process.env["SYNAPSE_CONSOLE_PORT"] ?? "5173"}`;

async function stackSettings(): Promise<Record<string, string>> {
  if (process.env["SYNAPSE_API_URL"]) return {};
  const reply = await fetch(`${stack}/config.json`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => null,
  );
  if (!reply?.ok)
    throw new Error(
      `There is no stack at ${stack}. Run \`npm start\` first, ` +
        "or set SYNAPSE_API_URL, SYNAPSE_SUPABASE_URL and SYNAPSE_SUPABASE_KEY.",
    );
  const { apiUrl, supabaseUrl, supabaseKey, consoleUrl } = (await reply.json()) as Record<
    string,
    string
  >;
  return {
    SYNAPSE_API_URL: apiUrl ?? "",
    SYNAPSE_SUPABASE_URL: supabaseUrl ?? "",
    SYNAPSE_SUPABASE_KEY: supabaseKey ?? "",
    SYNAPSE_CONSOLE_URL: consoleUrl ?? "",
  };
}

const settings = await stackSettings();
spawnSync(process.execPath, [join(import.meta.dirname, "build.ts")], { stdio: "inherit" });
// Outside Electron, the package `electron` exports the path of its program.
const child = spawn(String(electron), [root, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, ...settings },
});
child.once("exit", (code) => process.exit(code ?? 1));
