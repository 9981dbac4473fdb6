import { useState } from "react";
import { ApiError } from "@synapse-voice/client";
import { AccountError } from "../accounts/accounts.ts";

/** A command that a form gives: whether it runs, and the code of its failure. */
export interface Command {
  readonly busy: boolean;
  readonly error: string | null;
  /** Runs the task unless one runs already; true where it worked. */
  readonly run: (command: () => Promise<void>) => Promise<boolean>;
}

export const codeOf = (error: unknown): string =>
  error instanceof AccountError || error instanceof ApiError ? error.code : "unknown";

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
