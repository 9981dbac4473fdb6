export * from "./fake-call-client.ts";
export * from "./fake-call-media.ts";
export * from "./samples/samples.ts";
export * from "./fake-clock.ts";
export * from "./fake-voice-server/fake-voice-server.ts";
