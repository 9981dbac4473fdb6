export * from "./api-error.ts";
export * from "./call-client.ts";
export * from "./clock.ts";
export * from "./feed.ts";
export * from "./state.ts";
