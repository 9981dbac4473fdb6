export * from "./disk-storage.ts";
export * from "./object-storage.ts";
export * from "./storage-settings.ts";
