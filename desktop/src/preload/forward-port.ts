import { portChannel } from "../bridge/channels.ts";
import { portMessage, type PortMessage } from "../bridge/desktop-bridge.ts";

/** The part of Electron's `ipcRenderer` that receives ports. */
export interface PortSource {
  on(
    channel: string,
    listener: (event: { readonly ports: readonly MessagePort[] }, requestId: string) => void,
  ): void;
}

/** The part of `window` that passes a port on to the page. */
export interface PortTarget {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: Transferable[]): void;
}

/**
 * Passes each port of the main process on to the page. Ports can't cross the bridge; they can only
 * be transferred with a message of the window.
 */
export function forwardPorts(source: PortSource, page: PortTarget): void {
  source.on(portChannel, ({ ports }, requestId) => {
    const message: PortMessage = { type: portMessage, requestId };
    page.postMessage(message, page.location.origin, [...ports]);
  });
}
