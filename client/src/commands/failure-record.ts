import type { Core, Plugin } from "../state/core.ts";
import type { FailedCommand, Notice } from "../state/state.ts";
import type { AgentCommands, CallCommands } from "./commands.ts";

/** Lets the state name the command that failed, with all that it takes to send it again. */
export interface FailureRecord {
  readonly plugin: Plugin;
  /** Returns the client with commands that are recorded. */
  record<C extends CallCommands & AgentCommands>(client: C): C;
}

/** Makes the record of one client. It is a plugin, so that bundles without it are smaller. */
export function createFailureRecord(): FailureRecord {
  let core: Core | null = null;
  let recorded: Notice | null = null;
  const run = async (command: FailedCommand, result: Promise<void>): Promise<void> => {
    await result;
    const notice = core?.getState().notice ?? null;
    // A notice of another command has been recorded already.
    if (notice === null || notice === recorded) return;
    recorded = notice;
    core?.set({ failedCommand: command });
  };
  return {
    plugin: (started) => {
      core = started;
      return () => {};
    },
    record: (client) => {
      const command =
        (type: "answer" | "hold" | "resume" | "moveToDevice") =>
        (callId: string): Promise<void> =>
          run({ type, callId }, client[type](callId));
      return {
        ...client,
        call: (callee = {}) => {
          const { supabaseUserId = null, name = null } = callee;
          return run({ type: "call", calleeId: supabaseUserId, name }, client.call(callee));
        },
        answer: command("answer"),
        hold: command("hold"),
        resume: command("resume"),
        moveToDevice: command("moveToDevice"),
        endWrapUp: () => run({ type: "endWrapUp" }, client.endWrapUp()),
      };
    },
  };
}
