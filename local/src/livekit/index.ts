export { livekitConfig, type LivekitSettings } from "./config.ts";
export { findLivekit, type FindOptions } from "./find-binary.ts";
export { runLivekit, startLivekit, type RunningLivekit } from "./start.ts";
export { livekitVersion } from "./version.ts";
