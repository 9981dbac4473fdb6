import type { CallClient } from "../client.ts";
import type { CallMedia } from "./call-media.ts";
import { createCallMediaWith } from "./create-call-media.ts";
import { createLivekitPort } from "./livekit/livekit-port.ts";
import type { AudioContainer } from "./livekit/remote-audio.ts";

export type { CallMedia } from "./call-media.ts";
export type { AudioContainer } from "./livekit/remote-audio.ts";
export * from "./state/media-state.ts";

/** Options of {@link createCallMedia}. */
export interface CallMediaOptions {
  /** The call client whose state the media follow. */
  readonly client: Pick<CallClient, "getState" | "subscribe" | "mediaAccess">;
  /** Parent of the audio elements; the page's body by default. */
  readonly audio?: AudioContainer;
}

/** Makes call media over LiveKit. They follow the client's state from now on. */
export const createCallMedia = ({
  client,
  audio = () => document.body,
}: CallMediaOptions): CallMedia => createCallMediaWith({ client, port: createLivekitPort(audio) });
