import { portMessage, type PortMessage } from "@synapse-voice/desktop/bridge";

/** Time in ms that the main process has to send a port. It sends none while nobody is signed in. */
export const portTimeoutMs = 5_000;

/**
 * Returns the port of our own preload script's message for the request; null for every other
 * message.
 */
function portOf(
  { data, origin, ports, source }: MessageEvent<Partial<PortMessage> | null>,
  requestId: string,
): MessagePort | null {
  const isOwn = source === window && origin === window.location.origin;
  const isAnswer = data?.type === portMessage && data.requestId === requestId;
  return isOwn && isAnswer && ports.length === 1 ? (ports[0] ?? null) : null;
}

/**
 * Asks for a port by `request`, and waits for the one with the same id. Rejects after 5 s. The page
 * may ask again meanwhile: the main process then closes the port before, which must not be taken
 * for the new one.
 */
export function receivePort(request: (requestId: string) => void): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const requestId = crypto.randomUUID();
    const waiting = new AbortController();
    const timer = setTimeout(() => {
      waiting.abort();
      reject(new Error(`no port within ${portTimeoutMs / 1_000} s`));
    }, portTimeoutMs);
    window.addEventListener(
      "message",
      (event) => {
        const port = portOf(event, requestId);
        if (port === null) return;
        waiting.abort();
        clearTimeout(timer);
        resolve(port);
      },
      { signal: waiting.signal },
    );
    request(requestId);
  });
}
