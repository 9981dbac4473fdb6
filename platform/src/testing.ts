export * from "./clock/fake-clock.ts";
export * from "./media-server/fake-media-server.ts";
export * from "./object-storage/fake-object-storage.ts";
