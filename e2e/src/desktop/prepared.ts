import type { DesktopRuntime } from "../harness/electron/runtime.ts";
import { callService } from "../harness/stack/services.ts";

/** Returns the Electron to test with, once the app is built; both are made once a run. */
export const prepareDesktop = (): Promise<DesktopRuntime> => callService("/desktop");
