import * as v from "valibot";
import {
  connectChannel,
  messages,
  requests,
  type MessageBody,
  type MessageChannel,
  type RequestArgs,
  type RequestChannel,
  type RequestResult,
} from "../bridge/channels.ts";
import type { DesktopBridge } from "../bridge/desktop-bridge.ts";
import { Reply } from "../bridge/reply.ts";

/** The part of Electron's `ipcRenderer` that the bridge uses. */
export interface BridgePort {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  send(channel: string, ...args: unknown[]): void;
  on(channel: string, listener: (event: unknown, body: unknown) => void): unknown;
  off(channel: string, listener: (event: unknown, body: unknown) => void): unknown;
}

type Invoke = <C extends RequestChannel>(
  channel: C,
  ...args: RequestArgs<C>
) => Promise<RequestResult<C>>;

/** Sends requests to the main process and parses the replies. */
const createInvoke =
  (port: BridgePort): Invoke =>
  async (channel, ...args) => {
    const reply = v.parse(Reply, await port.invoke(channel, ...args));
    if (!reply.ok) throw new Error(reply.code);
    return v.parse(requests[channel].result, reply.value);
  };

/** Subscribes to one message channel. A body that does not fit the schema is dropped. */
function subscribe<C extends MessageChannel>(
  port: BridgePort,
  channel: C,
  listener: (body: MessageBody<C>) => void,
): () => void {
  const onMessage = (_event: unknown, body: unknown): void => {
    const parsed = v.safeParse(messages[channel], body);
    if (parsed.success) listener(parsed.output);
  };
  port.on(channel, onMessage);
  return () => {
    port.off(channel, onMessage);
  };
}

/** Creates the bridge over a port: `ipcRenderer` in the preload script, a fake in tests. */
export function createBridge(port: BridgePort): DesktopBridge {
  const invoke = createInvoke(port);
  return {
    session: {
      storageKind: () => invoke("session:storage-kind"),
      onMemoryOnly: (listener) => subscribe(port, "session:memory-only", () => listener()),
    },
    accounts: {
      current: () => invoke("accounts:current"),
      onChanged: (listener) => subscribe(port, "accounts:changed", listener),
      signIn: (email, password) => invoke("accounts:sign-in", email, password),
      signOut: () => invoke("accounts:sign-out"),
      sendPasswordLink: (email) => invoke("accounts:send-password-link", email),
      redeemLink: (tokens) => invoke("accounts:redeem-link", tokens),
      confirmSecondFactor: (code) => invoke("accounts:confirm-second-factor", code),
      setPassword: (password) => invoke("accounts:set-password", password),
    },
    preferences: {
      current: () => invoke("preferences:current"),
      change: (change) => invoke("preferences:change", change),
      onChanged: (listener) => subscribe(port, "preferences:changed", listener),
    },
    openCrm: (customerId) => invoke("crm:open", customerId),
    shortcuts: {
      problems: () => invoke("shortcuts:problems"),
      pause: (isPaused) => invoke("shortcuts:pause", isPaused),
    },
    connectClient: (requestId) => port.send(connectChannel, requestId),
    showMissedCalls: (count) => invoke("missed:show", count),
    showUnheard: (isUnheard) => invoke("unheard:show", isUnheard),
    answerByHeadset: (callId) => invoke("calls:answer", callId),
    onSaveUnsaved: (listener) => subscribe(port, "unsaved:save", () => listener()),
    unsavedSaved: () => invoke("unsaved:saved"),
    report: {
      save: () => invoke("report:save"),
      onCollect: (listener) => subscribe(port, "report:collect", listener),
      sendPart: (id, part) => invoke("report:page-part", id, part),
    },
    onTrayMissing: (listener) => subscribe(port, "tray:missing", () => listener()),
    onOpenSettings: (listener) => subscribe(port, "settings:open", () => listener()),
    loginItem: {
      isEnabled: () => invoke("login-item:is-enabled"),
      setEnabled: (enabled) => invoke("login-item:set-enabled", enabled),
    },
    quit: () => invoke("app:quit"),
    links: {
      opened: () => invoke("links:opened"),
      onChanged: (listener) => subscribe(port, "links:changed", () => listener()),
      done: (id) => invoke("links:done", id),
      handlers: () => invoke("links:handlers"),
      register: (scheme, isOn) => invoke("links:register", scheme, isOn),
    },
  };
}
