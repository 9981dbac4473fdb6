import { findDesktopRuntime } from "./runtime.ts";

// Finds or downloads an Electron. Runs before the tests, whose time limits are too short for a
// download.
console.log((await findDesktopRuntime(console.log)).dist);
