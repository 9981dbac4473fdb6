import type { Stop } from "../../session/clock.ts";

/**
 * One end of a channel that carries messages in order, by structured clone. Messages that arrive
 * before the first `listen` wait for it.
 */
export interface RemotePort {
  /** Sends a message. Does nothing once the channel is closed. */
  send(message: unknown): void;
  /** Runs the listener for each message. The result stops it. */
  listen(listener: (message: unknown) => void): Stop;
  /** Runs the listener when the other end is closed or gone. The result stops it. */
  onClose(listener: () => void): Stop;
}
