import type { RunAfter } from "../session/time-limit.ts";

/** The parts of Electron and Node that end the process. */
export interface EndPorts {
  /** Returns the number of calls to the keychain that have not returned. */
  pendingCalls(): number;
  /** Ends the process with this code, once no native call is pending. */
  exit(code: number): void;
  /** Lets Chromium write what its pages have stored. */
  flush(): void;
  /** Ends the process at once. It has no exit code then. */
  kill(): void;
  readonly after: RunAfter;
}

/** Time in ms for pending calls to return, and for Chromium to write what its pages have stored. */
export const flushMs = 500;

/**
 * Ends the process with this code. `app.exit` waits for calls to the keychain, and a locked
 * keychain replies after minutes. So the process is killed if a call is still pending after 500 ms.
 */
export function endProcess(code: number, ports: EndPorts): void {
  if (ports.pendingCalls() === 0) return ports.exit(code);
  ports.flush();
  ports.after(flushMs, () => {
    if (ports.pendingCalls() === 0) ports.exit(code);
    else ports.kill();
  });
}
