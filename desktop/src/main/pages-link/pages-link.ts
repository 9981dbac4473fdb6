import {
  electronPort,
  serveCallClient,
  type ElectronMessagePort,
  type ServedCallClient,
} from "@synapse-voice/client/remote";
import * as v from "valibot";
import { portChannel } from "../../bridge/channels.ts";
import { PortRequestId } from "../../bridge/schemas.ts";
import { limitMessages } from "./limit-messages.ts";
import { isTrustedSender, type SenderFrame } from "../security/app-origin.ts";

/** The parts of Electron's `MessagePortMain` that are used. */
export interface PagePort extends ElectronMessagePort {
  close(): void;
}

/** The parts of Electron's `WebContents` that are used. */
export interface Page {
  readonly id: number;
  getOSProcessId(): number;
  on(name: "did-navigate" | "render-process-gone" | "destroyed", listener: () => void): unknown;
}

/** The parts of Electron's `WebFrameMain` that are used. */
export interface PageFrame<Port> extends SenderFrame {
  postMessage(channel: string, message: unknown, transfer: Port[]): void;
}

/** Dependencies of {@link createPagesLink}. */
export interface PagesLinkDeps<Port extends PagePort> {
  /** Returns the account's call client; null while nobody is signed in. */
  client(): ServedCallClient | null;
  createChannel(): { readonly port1: Port; readonly port2: Port };
  /** Runs when the page crashed that has the media of the calls. */
  onCrash(): void;
  /** Runs when a page is pinged no more, because its port is closed. */
  onUnpinged(): void;
  /** Kills the process of a page that hangs, or that sends messages without end. */
  kill(processId: number): void;
  /** Logs refused requests and dropped messages. It never gets the messages. */
  log(reason: string): void;
}

/** Connections of pages to the call client. */
export interface PagesLink<Port extends PagePort> {
  /** Sends a new port to the page that asks for one, and closes its last one. */
  connect(
    event: { readonly sender: Page; readonly senderFrame: PageFrame<Port> | null },
    requestId: unknown,
  ): void;
  /** Returns whether the page has used its port, since when it is pinged. */
  isPinged(pageId: number): boolean;
  /** Kills the process of a page that hangs. */
  killHanging(page: Pick<Page, "getOSProcessId">): void;
  /** Ends all connections, because the client has ended. */
  closeAll(): void;
}

/** Returns a function that kills the process of a page with a fault. */
const createKill =
  ({ kill, log }: Pick<PagesLinkDeps<PagePort>, "kill" | "log">) =>
  (page: Pick<Page, "getOSProcessId">, fault: "unresponsive" | "floods"): void => {
    log(fault);
    // 0 where the process is gone. To kill 0 would end this app.
    const processId = page.getOSProcessId();
    if (processId > 0) kill(processId);
  };

/**
 * Makes it, without connections. A page has at most one, until it is left or crashes. A page that
 * answers no ping for 6 s is killed, which counts as a crash, and so is one that sends messages
 * without end.
 */
export function createPagesLink<Port extends PagePort>({
  client: currentClient,
  createChannel,
  onCrash,
  onUnpinged,
  kill,
  log,
}: PagesLinkDeps<Port>): PagesLink<Port> {
  const connections = new Map<number, () => void>();
  const pinged = new Set<number>();
  const watched = new Set<number>();
  // The page that asked last to enter the room of a call.
  let mediaPageId: number | null = null;

  const close = (pageId: number): void => {
    connections.get(pageId)?.();
    connections.delete(pageId);
    if (pinged.delete(pageId)) onUnpinged();
  };
  const leave = (pageId: number): void => {
    if (mediaPageId === pageId) mediaPageId = null;
    close(pageId);
  };
  function watch(page: Page): void {
    const { id } = page;
    if (watched.has(id)) return;
    watched.add(id);
    page.on("did-navigate", () => leave(id));
    page.on("render-process-gone", () => {
      if (connections.has(id) && mediaPageId === id) onCrash();
      leave(id);
    });
    page.on("destroyed", () => {
      leave(id);
      watched.delete(id);
    });
  }
  const killPage = createKill({ kill, log });
  const clientFor = ({ id }: Page, client: ServedCallClient): ServedCallClient => ({
    ...client,
    mediaAccess: (callId) => {
      mediaPageId = id;
      return client.mediaAccess(callId);
    },
  });
  return {
    connect: ({ sender, senderFrame }, requestId) => {
      if (senderFrame === null || !isTrustedSender(senderFrame)) return log("untrusted sender");
      if (!v.is(PortRequestId, requestId)) return log("malformed request");
      close(sender.id);
      const client = currentClient();
      // The page asks again.
      if (client === null) return undefined;
      watch(sender);
      const { port1, port2 } = createChannel();
      const port = electronPort(port1);
      const limited = limitMessages(port, () => killPage(sender, "floods"));
      const stopWaiting = port.listen(() => pinged.add(sender.id));
      const stop = serveCallClient(clientFor(sender, client), limited, {
        onDropped: log,
        onResponsive: (isResponsive) => {
          if (!isResponsive) killPage(sender, "unresponsive");
        },
      });
      connections.set(sender.id, () => {
        stop();
        stopWaiting();
        port1.close();
      });
      return senderFrame.postMessage(portChannel, requestId, [port2]);
    },
    isPinged: (pageId) => pinged.has(pageId),
    killHanging: (page) => killPage(page, "unresponsive"),
    closeAll: () => {
      for (const pageId of connections.keys()) close(pageId);
    },
  };
}
