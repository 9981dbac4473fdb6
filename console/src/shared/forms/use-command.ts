import { useState } from "react";
import { ApiError } from "@synapse-voice/client";
import { AccountError } from "@synapse-voice/desktop/accounts";

/** State of the command that a form sends: whether it is running, and how it failed. */
export interface Command {
  readonly busy: boolean;
  readonly error: string | null;
  /** Sentences that say more about the error. */
  readonly hints: readonly string[];
  /** Runs a command unless one is running. Resolves to true if it succeeded. */
  readonly run: (command: () => Promise<void>) => Promise<boolean>;
}

/** Returns the code of an error; `unknown` for errors without a code. */
export const codeOf = (error: unknown): string =>
  error instanceof AccountError || error instanceof ApiError ? error.code : "unknown";

const idle = { busy: false, error: null, hints: [] };

/** Makes the state of the command that a form sends. */
export function useCommand(): Command {
  const [state, setState] = useState<Omit<Command, "run">>(idle);
  const run = async (command: () => Promise<void>): Promise<boolean> => {
    if (state.busy) return false;
    setState({ ...idle, busy: true });
    try {
      await command();
      setState(idle);
      return true;
    } catch (error) {
      const hints = error instanceof AccountError ? error.hints : [];
      setState({ busy: false, error: codeOf(error), hints });
      return false;
    }
  };
  return { ...state, run };
}
