import type { CallClient } from "../client.ts";
import type { CallMedia } from "./call-media.ts";
import { createMediaWith } from "./create-call-media.ts";
import { createLivekitPort } from "./livekit/livekit-port.ts";
import type { AudioPlace } from "./livekit/remote-audio.ts";

export * from "./state/media-state.ts";
export type { AudioPlace } from "./livekit/remote-audio.ts";
export type { CallMedia } from "./call-media.ts";

/** What {@link createCallMedia} takes. */
export interface CallMediaOptions {
  readonly client: Pick<CallClient, "getState" | "subscribe" | "mediaAccess">;
  /** Where audio elements go; the page's body if left out. */
  readonly audio?: AudioPlace;
}

/** Call media over LiveKit: follows the client's state from now on. */
export const createCallMedia = ({
  client,
  audio = () => document.body,
}: CallMediaOptions): CallMedia => createMediaWith({ client, port: createLivekitPort(audio) });
