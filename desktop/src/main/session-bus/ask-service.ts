import { runProgram, type RunProgram } from "./run-program.ts";

/** A question to a service on the session bus of Linux. */
export interface ServiceQuestion {
  readonly service: string;
  readonly path: string;
  readonly method: string;
  /** Arguments, which are texts. */
  readonly args?: readonly string[];
  /** Longest time in ms until the reply. */
  readonly limitMs: number;
}

type Arguments = (question: ServiceQuestion) => readonly string[];

const gdbusCall: Arguments = ({ service, path, method, args = [] }) =>
  ["call", "--session", "--dest", service, "--object-path", path, "--method", method].concat(args);

const dbusSend: Arguments = ({ service, path, method, args = [] }) =>
  ["--session", "--print-reply=literal", `--dest=${service}`, path, method].concat(
    args.map((text) => `string:${text}`),
  );

/** Programs that ask the session bus. Almost every desktop has one of them. */
const programs: readonly (readonly [program: string, args: Arguments])[] = [
  ["gdbus", gdbusCall],
  ["dbus-send", dbusSend],
];

/**
 * Asks a service. Resolves with the reply as a program prints it, or null if there is none in time.
 * Rejects if no program is installed that can ask. It never blocks this process, as libraries of
 * the system would.
 */
export async function askService(
  question: ServiceQuestion,
  run: RunProgram = runProgram,
): Promise<string | null> {
  for (const [program, argsFor] of programs) {
    const installed = await run(program, argsFor(question), question.limitMs).then(
      (output) => ({ output }),
      () => null,
    );
    if (installed !== null) return installed.output;
  }
  throw new Error("neither gdbus nor dbus-send is installed");
}
