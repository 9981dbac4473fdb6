// The entry for the console. Preload and main also use `channels.ts` and `reply.ts`.
export { ConsoleConfig } from "./console-config.ts";
export type { CrmProblem } from "./crm.ts";
export { portMessage, type DesktopBridge, type PortMessage } from "./desktop-bridge.ts";
export {
  linkSchemes,
  type InvalidLink,
  type Link,
  type LinkHandlers,
  type LinkScheme,
  type OpenedLink,
} from "./link-schemas.ts";
export {
  defaultPreferences,
  type Preferences,
  type PreferencesChange,
  type ScreenPop,
} from "./preferences.ts";
export {
  isAccelerator,
  isShortcutKey,
  modifiers,
  shortcutActions,
  type Modifier,
  type ShortcutAction,
  type ShortcutKeys,
} from "./shortcuts.ts";
export type { PageReport, ReportOutcome } from "./support-report.ts";
export type { Account, AccountProblem, LinkTokens, StorageKind } from "./schemas.ts";
