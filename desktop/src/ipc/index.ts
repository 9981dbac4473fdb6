export * from "./app-origin.ts";
export * from "./bridge.ts";
export * from "./channels.ts";
export * from "./handle.ts";
