import type { Stop } from "../../session/clock.ts";
import type { RemotePort } from "./remote-port.ts";

/** The parts of a DOM `MessagePort` that are used. */
export interface DomMessagePort {
  postMessage(message: unknown): void;
  start(): void;
  addEventListener(name: string, listener: (event: Event) => void): void;
  removeEventListener(name: string, listener: (event: Event) => void): void;
}

/** The parts of Electron's `MessagePortMain` that are used. */
export interface ElectronMessagePort {
  postMessage(message: unknown): void;
  start(): void;
  on(name: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  on(name: "close", listener: () => void): unknown;
  off(name: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  off(name: "close", listener: () => void): unknown;
}

/**
 * Runs the listener when the port closes. The listener is removed when the page ends: Electron
 * (22.3) crashes a page that is reloaded while one of its ports has a listener for `close`.
 */
function watchClose(port: DomMessagePort, listener: () => void): Stop {
  const watching = new AbortController();
  const stop = (): void => {
    watching.abort();
    port.removeEventListener("close", listener);
  };
  port.addEventListener("close", listener);
  globalThis.window?.addEventListener?.("pagehide", stop, { signal: watching.signal });
  return stop;
}

/**
 * Makes a port of a page's `MessagePort`. Electron and Chromium 122 or newer send it the event
 * `close`; elsewhere only the missing pings show that the other end is gone.
 */
export const domPort = (port: DomMessagePort): RemotePort => ({
  send: (message) => port.postMessage(message),
  listen: (listener) => {
    const onMessage = (event: Event): void => listener((event as MessageEvent<unknown>).data);
    port.addEventListener("message", onMessage);
    port.start();
    return () => port.removeEventListener("message", onMessage);
  },
  onClose: (listener) => watchClose(port, listener),
});

/** Makes a port of a `MessagePortMain` of Electron's main process. */
export const electronPort = (port: ElectronMessagePort): RemotePort => ({
  send: (message) => port.postMessage(message),
  listen: (listener) => {
    const onMessage = ({ data }: { readonly data: unknown }): void => listener(data);
    port.on("message", onMessage);
    port.start();
    return () => void port.off("message", onMessage);
  },
  onClose: (listener) => {
    port.on("close", listener);
    return () => void port.off("close", listener);
  },
});
