import { useEffect, useState } from "react";
import type { CallClient } from "@synapse-voice/client";

/** Time in ms after which a page whose connection failed or was lost connects again. */
const reconnectDelayMs = 1_000;

/**
 * Makes a call client by `connect` and starts it. Makes another one 1 s after `connect` failed or
 * called `onLost`, and at once if `connect` is another function. Null until it is connected.
 */
export function useConnectedClient(
  connect: (onLost: () => void) => Promise<CallClient>,
): CallClient | null {
  const [client, setClient] = useState<CallClient | null>(null);
  useEffect(() => {
    let mounted = true;
    let created: CallClient | null = null;
    let timer: ReturnType<typeof setTimeout>;
    const connectLater = (): void => {
      clearTimeout(timer);
      if (mounted) timer = setTimeout(connectNow, reconnectDelayMs);
    };
    const use = (connected: CallClient): void => {
      if (!mounted) return;
      void created?.close();
      created = connected;
      connected.start();
      setClient(connected);
    };
    const connectNow = (): void => void connect(connectLater).then(use, connectLater);
    connectNow();
    return () => {
      mounted = false;
      clearTimeout(timer);
      void created?.close();
    };
  }, [connect]);
  return client;
}
