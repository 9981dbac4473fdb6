import { useState } from "react";
import { useCommand } from "./use-command.ts";

/** State of the commands of a page on which several can be sent, one after another. */
export interface ReportedCommand {
  readonly busy: boolean;
  /** Code of the last error. */
  readonly error: string | null;
  /** Says what the last command did; empty before the first one, and after a failure. */
  readonly done: string;
  /** Number of commands that have ended. Lists that they may change load again with it. */
  readonly count: number;
}

interface RunReported extends ReportedCommand {
  /** Runs a command, and says the text if it succeeded. Resolves to true then. */
  run(command: () => Promise<unknown>, text: string): Promise<boolean>;
}

/** Makes the state of a page's commands. `reload` loads again what a command may have changed. */
export function useReportedCommand(reload: () => void): RunReported {
  const { busy, error, run } = useCommand();
  const [done, setDone] = useState("");
  const [count, setCount] = useState(0);
  return {
    busy,
    error,
    done,
    count,
    run: async (command, text) => {
      setDone("");
      const succeeded = await run(async () => void (await command()));
      if (succeeded) setDone(text);
      setCount((before) => before + 1);
      reload();
      return succeeded;
    },
  };
}
