import type { CallClient } from "../client.ts";
import type { CallMedia } from "./call-media.ts";
import { createCallMediaWith } from "./create-call-media.ts";
import { createDevices, type Devices } from "./devices/devices.ts";
import { reportLeftPage } from "./left-page.ts";
import { createLivekitPort } from "./livekit/livekit-port.ts";
import type { AudioContainer } from "./port/media-port.ts";

export type { CallMedia } from "./call-media.ts";
export type { AudioContainer } from "./port/media-port.ts";
export {
  type MediaWay,
  type MediaWayResult,
  testMediaWays,
  type WayAccess,
} from "./network/test-media-ways.ts";
export * from "./state/echo-state.ts";
export * from "./state/media-state.ts";

/** Options of {@link createCallMedia}. */
export interface CallMediaOptions {
  /** The call client whose state the media follow. */
  readonly client: Pick<CallClient, "getState" | "subscribe" | "mediaAccess" | "request" | "now">;
  /** The chosen devices; those of the page by default. */
  readonly devices?: Devices;
  /** Parent of the audio elements; the page's body by default. */
  readonly audio?: AudioContainer;
}

/**
 * Makes call media over LiveKit. They follow the client's state from now on. A page that closes
 * during a call reports it to the server.
 */
export function createCallMedia({
  client,
  devices = createDevices(),
  audio = () => document.body,
}: CallMediaOptions): CallMedia {
  const media = createCallMediaWith({ client, devices, port: createLivekitPort(audio, devices) });
  const stopReporting = reportLeftPage(client, media);
  return {
    ...media,
    close: () => {
      stopReporting();
      return media.close();
    },
  };
}
