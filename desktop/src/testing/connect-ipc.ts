import { handleRequests, type RequestHandlers } from "../main/ipc/handle-requests.ts";
import type { SenderFrame } from "../main/security/app-origin.ts";
import { createBridge } from "../preload/create-bridge.ts";

type Listener = (
  event: { sender: { once(): void }; senderFrame: SenderFrame | null },
  ...args: unknown[]
) => Promise<unknown>;

/** A frame of the console. */
export const ownPage: SenderFrame = { url: "app://console/", parent: null };

/** Connects both ends of Electron's IPC in one process. Like Electron, it sends structured clones. */
export function connectIpc(handlers: RequestHandlers, sender: SenderFrame | null = ownPage) {
  const listeners = new Map<string, Listener>();
  const subscribers = new Map<string, Set<(event: unknown, body: unknown) => void>>();
  const refusals: string[] = [];
  const contents = { once: () => undefined };
  handleRequests(
    { handle: (channel, listener) => listeners.set(channel, listener) },
    handlers,
    (channel, reason) => refusals.push(`${channel}: ${reason}`),
  );
  const invoke = async (channel: string, ...args: unknown[]): Promise<unknown> => {
    const listener = listeners.get(channel);
    if (!listener) throw new Error(`nobody answers ${channel}`);
    const event = { sender: contents, senderFrame: sender };
    return structuredClone(await listener(event, ...structuredClone(args)));
  };
  const sent: unknown[][] = [];
  const bridge = createBridge({
    invoke,
    send: (...message) => sent.push(message),
    on: (channel, subscriber) =>
      subscribers.set(channel, (subscribers.get(channel) ?? new Set()).add(subscriber)),
    off: (channel, subscriber) => subscribers.get(channel)?.delete(subscriber),
  });
  const page = {
    send: (channel: string, body: unknown) =>
      subscribers.get(channel)?.forEach((subscriber) => subscriber({}, body)),
  };
  return { bridge, invoke, page, refusals, sent };
}
