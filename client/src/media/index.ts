import type { CallClient } from "../client.ts";
import type { CallMedia } from "./call-media.ts";
import { createCallMediaWith } from "./create-call-media.ts";
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
export * from "./state/media-state.ts";

/** Options of {@link createCallMedia}. */
export interface CallMediaOptions {
  /** The call client whose state the media follow. */
  readonly client: Pick<CallClient, "getState" | "subscribe" | "mediaAccess" | "request" | "now">;
  /** Parent of the audio elements; the page's body by default. */
  readonly audio?: AudioContainer;
}

/**
 * Makes call media over LiveKit. They follow the client's state from now on. A page that closes
 * during a call reports it to the server.
 */
export function createCallMedia({
  client,
  audio = () => document.body,
}: CallMediaOptions): CallMedia {
  const media = createCallMediaWith({ client, port: createLivekitPort(audio) });
  const stopReporting = reportLeftPage(client, media);
  return {
    ...media,
    close: () => {
      stopReporting();
      return media.close();
    },
  };
}
