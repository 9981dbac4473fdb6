/** A reason why the app can't start, with a title, in words for the person who installs it. */
export class StartError extends Error {
  readonly title: string;
  constructor(title: string, message: string) {
    super(message);
    this.title = title;
  }
}

/** The part of Electron that a failed start uses. */
export interface StartPorts {
  log(subject: string, reason: string): void;
  /** Shows a message until the person closes it. */
  showError(title: string, text: string): void;
  /** Ends the process. That also releases the lock which keeps a second instance out. */
  exit(code: number): void;
}

/**
 * Starts the app by this work. If it fails, logs and shows the reason, and ends the process with
 * code 1. Without that, an app without a window would keep the next start out.
 */
export async function start(
  appName: string,
  work: () => Promise<void>,
  ports: StartPorts,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const isExpected = error instanceof StartError;
    try {
      ports.log("start", isExpected ? error.message : (error.stack ?? error.message));
      ports.showError(isExpected ? error.title : `${appName} can't start`, error.message);
    } finally {
      ports.exit(1);
    }
  }
}
