import { execFile } from "node:child_process";

/**
 * Runs a program. Resolves with its output, or null if it failed or took longer than this many ms.
 * Rejects if the program is not installed.
 */
export type RunProgram = (
  program: string,
  args: readonly string[],
  limitMs: number,
) => Promise<string | null>;

/** Runs a program of the system. */
export const runProgram: RunProgram = (program, args, limitMs) =>
  new Promise((resolve, reject) => {
    execFile(program, args, { timeout: limitMs, killSignal: "SIGKILL" }, (error, output) => {
      if (error === null) resolve(output);
      else if (error.code === "ENOENT") reject(error);
      else resolve(null);
    });
  });
