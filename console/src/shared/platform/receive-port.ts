import { portMessage } from "@synapse-voice/desktop/bridge";

/** Time in ms that the main process has to send a port. It sends none while nobody is signed in. */
export const portTimeoutMs = 5_000;

/** Returns the port of a message of our own preload script; null for every other message. */
function portOf({ data, origin, ports, source }: MessageEvent): MessagePort | null {
  const isOwn = source === window && origin === window.location.origin;
  return isOwn && data === portMessage && ports.length === 1 ? (ports[0] ?? null) : null;
}

/** Asks for a port by `request`, and waits for it. Rejects after 5 s. */
export function receivePort(request: () => void): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const waiting = new AbortController();
    const timer = setTimeout(() => {
      waiting.abort();
      reject(new Error(`no port within ${portTimeoutMs / 1_000} s`));
    }, portTimeoutMs);
    window.addEventListener(
      "message",
      (event) => {
        const port = portOf(event);
        if (port === null) return;
        waiting.abort();
        clearTimeout(timer);
        resolve(port);
      },
      { signal: waiting.signal },
    );
    request();
  });
}
