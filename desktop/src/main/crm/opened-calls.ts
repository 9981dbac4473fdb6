import { readFileSync } from "node:fs";
import * as v from "valibot";
import { replaceFile } from "../files/replace-file.ts";

/** Calls for which a record was opened. */
export interface OpenedCalls {
  has(callId: string): boolean;
  add(callId: string): void;
}

/** Number of calls that are remembered. Older ones are long over. */
const maxCalls = 20;

const CallIds = v.fallback(v.array(v.string()), []);

function readIds(path: string): readonly string[] {
  try {
    return v.parse(CallIds, JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // Usual case: no record was opened yet.
    return [];
  }
}

/** Keeps them in a file, so that a call that rings during a restart opens nothing twice. */
export function openOpenedCalls(path: string, log: (reason: string) => void): OpenedCalls {
  let ids = readIds(path);
  return {
    has: (callId) => ids.includes(callId),
    add: (callId) => {
      ids = [...ids, callId].slice(-maxCalls);
      try {
        replaceFile(path, JSON.stringify(ids));
      } catch (error) {
        log(String(error));
      }
    },
  };
}
