import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { electronProgram } from "./electron-program.ts";
import { explainFailure } from "./explain-failure.ts";
import { serverSettings } from "./server-settings.ts";

// Starts the desktop app from the sources. It uses the stack of `npm start`, or the servers that
// SYNAPSE_API_URL, SYNAPSE_SUPABASE_URL and SYNAPSE_SUPABASE_KEY name. If something is missing, it
// says so in one line.
const root = join(import.meta.dirname, "../../..");

/** Time in ms after which the app counts as started. Until then its error output is kept back. */
const startMs = 3_000;

function checkDisplay({ DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv): void {
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY)
    throw new Error("The desktop app needs a display: DISPLAY and WAYLAND_DISPLAY are not set.");
}

/** Builds the console and the app if they are older than their sources. */
function build(): void {
  const args = [join(root, "local/src/builds/build.ts"), "desktop"];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", 1, 2] });
  if (status !== 0) throw new Error("The desktop app could not be built.");
}

/** Runs the app to its end, and returns its exit code. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(program, args, { stdio: ["inherit", "inherit", "pipe"], env });
  // Ctrl-C in a terminal reaches the app directly, which then ends.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  let early: Buffer[] | null = [];
  const flush = (): void => {
    for (const chunk of early ?? []) process.stderr.write(chunk);
    early = null;
  };
  const started = setTimeout(flush, startMs);
  child.stderr.on("data", (chunk: Buffer) => {
    if (early) early.push(chunk);
    else process.stderr.write(chunk);
  });
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new Error(`Electron could not be started: ${error.message}`)),
    );
    child.once("close", (code) => {
      clearTimeout(started);
      const output = Buffer.concat(early ?? []).toString();
      const reason = code === 0 ? null : explainFailure(output, program);
      if (reason !== null) return reject(new Error(reason));
      flush();
      resolve(code ?? 1);
    });
  });
}

/** Chromium's sandbox doesn't work for root, who runs most containers. */
function sandboxSwitches(): string[] {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return [];
  console.log("Chromium's sandbox is off, because you are root.");
  return ["--no-sandbox"];
}

async function main(): Promise<number> {
  checkDisplay(process.env);
  const settings = await serverSettings(process.env);
  const program = await electronProgram(root, (line) => console.log(line));
  build();
  const args = [...sandboxSwitches(), ...process.argv.slice(2), root];
  console.log("The desktop app starts. Ctrl-C ends it.");
  return run(program, args, { ...process.env, ...settings });
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
