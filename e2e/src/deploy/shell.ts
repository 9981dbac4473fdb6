import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A shell that runs one block after another, as a person does who follows the page. */
export interface Shell {
  /** Runs a block. Rejects with its output if a command of it fails. Resolves with its output. */
  run(block: string): Promise<string>;
  /** Runs a block that does not end by itself. */
  start(block: string): void;
  /** Returns all output so far. */
  output(): string;
  /** Ends the block that was started, as Ctrl-C does, and the shell. */
  stop(): Promise<void>;
}

export interface ShellOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** A folder for the blocks. They come from a file, so that no program reads the next one. */
  readonly scripts: string;
}

const endOfBlock = "--- the block has ended ---";

/** Opens a shell, which ends at the first command that fails. */
export function openShell({ cwd, env, scripts }: ShellOptions): Shell {
  // A group of its own, so that Ctrl-C reaches the programs that it has started.
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail"], {
    cwd,
    env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => (output += String(chunk)));
  const exited = once(child, "close");
  let blocks = 0;
  const send = (block: string, then = "") => {
    const file = join(scripts, `block-${child.pid}-${(blocks += 1)}.sh`);
    writeFileSync(file, block);
    child.stdin.write(`. '${file}' < /dev/null\n${then}`);
  };
  return {
    async run(block) {
      const start = output.length;
      const written = () => output.slice(start);
      send(block, `echo '${endOfBlock}'\n`);
      const ended = new Promise<void>((resolve) => {
        child.stdout.on("data", () => {
          if (written().includes(endOfBlock)) resolve();
        });
      });
      await Promise.race([ended, exited]);
      if (!written().includes(endOfBlock))
        throw new Error(`A command of this block failed:\n${block}\n${written()}`);
      return written().replace(`${endOfBlock}\n`, "");
    },
    start: (block) => send(block),
    output: () => output,
    async stop() {
      if (!isRunning(child)) return;
      process.kill(-(child.pid ?? 0), "SIGINT");
      child.stdin.end();
      await exited;
    },
  };
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  (exitCode ?? signalCode) === null;
