import type { DesktopRuntime } from "../harness/electron/runtime.ts";
import { callService } from "../harness/stack/services.ts";

/** Builds the app and returns the Electron to test with. Done once per run. */
export const prepareDesktop = (): Promise<DesktopRuntime> => callService("/desktop");
