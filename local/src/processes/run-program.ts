import { type ChildProcess, spawn } from "node:child_process";

interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

const running = new Set<ChildProcess>();

/** Ends every program that `runProgram` waits for. Their promises reject. */
export function endPrograms(): void {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * Runs a program to its end and returns its output. Rejects with the last lines of the output if
 * the program fails.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs }: ProgramOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    running.add(child);
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
    child.on("error", (error) => {
      running.delete(child);
      reject(new Error(`${command} could not be run: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      const text = Buffer.concat(output).toString();
      if (code === 0) return resolve(text);
      const tail = text.trimEnd().split("\n").slice(-20).join("\n");
      const outcome = `${command} ${args[0] ?? ""} failed (${signal ?? `exit code ${code}`})`;
      reject(new Error(tail ? `${outcome}:\n${tail}` : outcome));
    });
  });
}
