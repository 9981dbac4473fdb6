export * from "./call-media.ts";
