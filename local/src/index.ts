export { startStack, type Stack, type StackOptions } from "./stack/stack.ts";
export { isPortFree } from "./stack/ports.ts";
export { bringUpToDate, pageBuilds, prismaBuild } from "./stack/builds.ts";
export { type PartName, serverEnv } from "./stack/parts-of-stack.ts";
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
} from "./stack/settings.ts";
export { showSteps, type Steps } from "./stack/steps.ts";
export { waitFor } from "./stack/wait-for.ts";
