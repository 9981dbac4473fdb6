export * from "./fake-call-client.ts";
export * from "./fake-call-media.ts";
export * from "./fake-devices.ts";
export * from "./samples/samples.ts";
export * from "./fake-clock.ts";
export * from "./fake-voice-server/fake-voice-server.ts";
export type { Faults } from "./fake-voice-server/faults.ts";
export type { SeenRequest, Work } from "./fake-voice-server/server-state.ts";
