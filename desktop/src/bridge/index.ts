export * from "../main/security/app-origin.ts";
export * from "../preload/create-bridge.ts";
export * from "./channels.ts";
export * from "../main/ipc/handle-requests.ts";
