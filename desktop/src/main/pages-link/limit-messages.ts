import type { RemotePort } from "@synapse-voice/client/remote";
import { createPageShare } from "../ipc/page-share.ts";

/**
 * Limits the time of the main thread that the messages of a page take to the share of its requests.
 * Messages wait for their turn, in their order. Calls `onFlood` once where too many wait; the rest
 * is dropped.
 */
export function limitMessages(port: RemotePort, onFlood: () => void): RemotePort {
  return {
    ...port,
    listen: (listener) => {
      const share = createPageShare();
      let isListening = true;
      let isFlooded = false;
      const stop = port.listen((message) => {
        if (isFlooded || share(() => isListening && listener(message))) return;
        isFlooded = true;
        onFlood();
      });
      return () => {
        isListening = false;
        stop();
      };
    },
  };
}
