export { startStack, type Stack, type StackOptions } from "./stack/stack.ts";
export { bringUpToDate, desktopBuilds, pageBuilds, prismaBuild } from "./builds/builds.ts";
export { type ProcessName, serverEnv } from "./stack/process-specs.ts";
export {
  type Listener,
  type StackPorts,
  type StackSettings,
  type StackUrls,
  databaseUrl,
  listeners,
  localKeys,
  root,
  settingsFromEnv,
  urlsOf,
} from "./settings/settings.ts";
export { showSteps, type Steps } from "./stack/steps.ts";
export { waitFor } from "./processes/wait-for.ts";
