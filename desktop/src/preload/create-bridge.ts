import * as v from "valibot";
import type {
  AgentStatus,
  MessageBody,
  MessageChannel,
  RequestArgs,
  RequestChannel,
  RequestResult,
  SessionPlace,
  TrayChoice,
} from "../bridge/channels.ts";
import { Reply, messages, requests } from "../bridge/channels.ts";

/**
 * What a page finds as `window.synapse` inside the desktop app, and nothing else of Electron. Every
 * promise rejects with `Error(RefusalCode)`.
 */
export interface DesktopBridge {
  readonly session: {
    read(key: string): Promise<string | null>;
    write(key: string, text: string): Promise<void>;
    remove(key: string): Promise<void>;
    /** `memory` is to be told to the person: they sign in again at the next start. */
    place(): Promise<SessionPlace>;
  };
  /** Id of this installation, kept across restarts; the `Synapse-Device` header. */
  deviceId(): Promise<string>;
  /** Shows the state in the tray; `ringing` brings the window up. Null: nobody is signed in. */
  showStatus(status: AgentStatus): Promise<void>;
  /** Hears what the person chose in the tray's menu. Returns how to stop. */
  onTrayChoice(listener: (choice: TrayChoice) => void): () => void;
}

/** What of Electron's `ipcRenderer` the bridge needs. */
export interface BridgePort {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  on(channel: string, listener: (event: unknown, body: unknown) => void): unknown;
  off(channel: string, listener: (event: unknown, body: unknown) => void): unknown;
}

type Invoke = <C extends RequestChannel>(
  channel: C,
  ...args: RequestArgs<C>
) => Promise<RequestResult<C>>;

/** Asks the main process; its reply is parsed like anything else that enters. */
const createInvoke =
  (port: BridgePort): Invoke =>
  async (channel, ...args) => {
    const reply = v.parse(Reply, await port.invoke(channel, ...args));
    if (!reply.ok) throw new Error(reply.code);
    return v.parse(requests[channel].result, reply.value);
  };

/** Hears one kind of message; a body of another form is dropped. */
export function listen<C extends MessageChannel>(
  port: BridgePort,
  channel: C,
  listener: (body: MessageBody<C>) => void,
): () => void {
  const parseAndTell = (_event: unknown, body: unknown): void => {
    const parsed = v.safeParse(messages[channel], body);
    if (parsed.success) listener(parsed.output);
  };
  port.on(channel, parseAndTell);
  return () => {
    port.off(channel, parseAndTell);
  };
}

/** The bridge over a port: `ipcRenderer` in the preload script, a fake in tests. */
export function createBridge(port: BridgePort): DesktopBridge {
  const invoke = createInvoke(port);
  return {
    session: {
      read: (key) => invoke("session:read", key),
      write: (key, text) => invoke("session:write", key, text),
      remove: (key) => invoke("session:remove", key),
      place: () => invoke("session:place"),
    },
    deviceId: () => invoke("device:id"),
    showStatus: (status) => invoke("status:show", status),
    onTrayChoice: (listener) => listen(port, "tray:chosen", listener),
  };
}
