export * from "./livekit-media-server.ts";
export * from "./media-server.ts";
