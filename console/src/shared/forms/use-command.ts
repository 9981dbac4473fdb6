import { useState } from "react";
import { ApiError } from "@synapse-voice/client";
import { AccountError } from "../accounts/accounts.ts";

/** State of the command that a form sends: whether it is running, and its error code. */
export interface Command {
  readonly busy: boolean;
  readonly error: string | null;
  /** Runs a command unless one is running. Resolves to true if it succeeded. */
  readonly run: (command: () => Promise<void>) => Promise<boolean>;
}

/** Returns the code of an error; `unknown` for errors without a code. */
export const codeOf = (error: unknown): string =>
  error instanceof AccountError || error instanceof ApiError ? error.code : "unknown";

/** Makes the state of the command that a form sends. */
export function useCommand(): Command {
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({
    busy: false,
    error: null,
  });
  const run = async (command: () => Promise<void>): Promise<boolean> => {
    if (state.busy) return false;
    setState({ busy: true, error: null });
    try {
      await command();
      setState({ busy: false, error: null });
      return true;
    } catch (error) {
      setState({ busy: false, error: codeOf(error) });
      return false;
    }
  };
  return { ...state, run };
}
