export * from "./client.ts";
export type { AgentCommands, CallCommands } from "./commands/commands.ts";
export * from "./feed/feed.ts";
export * from "./feed/poll-feed.ts";
export { shareFeed } from "./feed/share-feed.ts";
export { browserTabs, type LockHandlers, type TabChannel, type Tabs } from "./feed/browser-tabs.ts";
export * from "./feed/with-fallback.ts";
export { connectOutputs, followOutput } from "./media/devices/connect-outputs.ts";
export { keepRunning, type RunningContext } from "./media/devices/keep-running.ts";
export { deviceRoles, type DeviceRole } from "./media/devices/device-choices.ts";
export type { DeviceList, DevicePort } from "./media/devices/browser-devices.ts";
export * from "./media/devices/devices.ts";
export type { NamedDevice } from "./media/port/media-port.ts";
export { idleMedia } from "./media/state/media-state.ts";
export * from "./presence/presence.ts";
export * from "./session/api-error.ts";
export * from "./session/clock.ts";
export * from "./session/device-id.ts";
export {
  createRequest,
  type ParamsOf,
  type QueryIn,
  type RequestOptions,
  type SendRequest,
} from "./session/http.ts";
export { createLimitedFetch } from "./session/limits/limited-fetch.ts";
export { acquireBrowserLock, type AcquireRingLock } from "./session/ring-lock.ts";
export * from "./session/session.ts";
export type { KeyValueStorage } from "./session/storage.ts";
export { subjectOf, tokenTimeoutMs } from "./session/token.ts";
export type { LiveCallsQuery, LiveReply, Plugin } from "./state/core.ts";
export { hangUpOwnCalls, isOwnCall } from "./state/own-calls.ts";
export { othersWaiting } from "./state/others-waiting.ts";
export * from "./state/peer-presence.ts";
export * from "./state/state.ts";
export * from "./state/unfinished-calls.ts";
