import type { AgentStatus } from "./tray/agent-status.ts";

/** The part of Electron's `powerSaveBlocker` that is used. */
export interface SuspensionBlocker {
  start(type: "prevent-app-suspension"): number;
  stop(id: number): unknown;
}

/** Returns a function that forbids the system to suspend the app as long as the person is on a call. */
export function createKeepAwake(blocker: SuspensionBlocker): (status: AgentStatus) => void {
  let id: number | null = null;
  return (status) => {
    const isOnCall = status?.onCall ?? false;
    if (isOnCall) id ??= blocker.start("prevent-app-suspension");
    else if (id !== null) {
      blocker.stop(id);
      id = null;
    }
  };
}
