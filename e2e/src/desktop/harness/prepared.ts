import type { DesktopRuntime } from "../../harness/electron/runtime.ts";
import { callService } from "../../harness/stack/services.ts";
import { stack } from "../../harness/stack/stack.ts";

/** Builds the app and returns the Electron to test with. Done once per run. */
export const prepareDesktop = (): Promise<DesktopRuntime> => callService("/desktop");

/** Returns the settings of the stack's console, which are also those of the app. */
export const consoleSettings = (): Promise<unknown> =>
  fetch(`${stack.urls.console}/config.json`).then((reply) => reply.json());
