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
  onClose: (listener) => {
    port.addEventListener("close", listener);
    return () => port.removeEventListener("close", listener);
  },
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
