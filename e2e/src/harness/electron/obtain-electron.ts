import { findDesktopRuntime } from "./runtime.ts";

// Finds an Electron for the tests, or downloads it, so that no test's time limit has to cover that.
console.log((await findDesktopRuntime(console.log)).dist);
