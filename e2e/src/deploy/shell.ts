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

const endOfBlock = "--- the block has ended ---\n";

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
  let onOutput = () => undefined as void;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      onOutput();
    });
  }
  const exited = once(child, "close");
  let blocks = 0;
  const send = (block: string, then: string) => {
    blocks += 1;
    const file = join(scripts, `block-${child.pid}-${blocks}.sh`);
    writeFileSync(file, block);
    child.stdin.write(`. '${file}' < /dev/null\n${then}`);
  };
  return {
    async run(block) {
      const start = output.length;
      const hasEnded = () => output.includes(endOfBlock, start);
      const ended = new Promise<void>((resolve) => {
        onOutput = () => (hasEnded() ? resolve() : undefined);
      });
      send(block, `echo '${endOfBlock.trim()}'\n`);
      await Promise.race([ended, exited]);
      const written = output.slice(start);
      if (!hasEnded()) throw new Error(`A command of this block failed:\n${block}\n${written}`);
      return written.replace(endOfBlock, "");
    },
    start: (block) => send(block, ""),
    output: () => output,
    async stop() {
      if (child.pid === undefined || !isRunning(child)) return;
      process.kill(-child.pid, "SIGINT");
      child.stdin.end();
      await exited;
    },
  };
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  (exitCode ?? signalCode) === null;
