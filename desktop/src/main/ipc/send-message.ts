import * as v from "valibot";
import { messages, type MessageBody, type MessageChannel } from "../../bridge/channels.ts";

/** The part of Electron's `WebContents` that messages use. */
export interface MessageTarget {
  send(channel: string, body: unknown): void;
}

/** Sends one message to a page. */
export function sendMessage<C extends MessageChannel>(
  target: MessageTarget,
  channel: C,
  body: MessageBody<C>,
): void {
  target.send(channel, v.parse(messages[channel], body));
}

/** Sends one message to the page of the app's window. */
export type SendToPage = <C extends MessageChannel>(channel: C, body: MessageBody<C>) => void;
