export * from "./disk-storage.ts";
export * from "./object-storage.ts";
