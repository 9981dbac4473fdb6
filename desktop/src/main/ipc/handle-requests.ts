import * as v from "valibot";
import type {
  MessageBody,
  MessageChannel,
  Reply,
  RequestArgs,
  RequestChannel,
  RequestResult,
} from "../../bridge/channels.ts";
import { messages, requests } from "../../bridge/channels.ts";
import { isTrustedSender } from "../security/app-origin.ts";
import type { SenderFrame } from "../security/app-origin.ts";

/** What of Electron's `ipcMain` requests need. */
export interface RequestPort {
  handle(
    channel: string,
    listener: (
      event: { readonly senderFrame: SenderFrame | null },
      ...args: unknown[]
    ) => Promise<Reply>,
  ): void;
}

/** One function for each request channel. */
export type RequestHandlers = {
  readonly [C in RequestChannel]: (
    ...args: RequestArgs<C>
  ) => RequestResult<C> | Promise<RequestResult<C>>;
};

/**
 * Told of each refused request and each handler that failed; never of the arguments, which may be
 * tokens.
 */
export type RefusalLog = (channel: string, reason: string) => void;

const refused = (code: "untrusted_sender" | "invalid_arguments" | "failed"): Reply => ({
  ok: false,
  code,
});

async function answer<C extends RequestChannel>(
  channel: C,
  handler: RequestHandlers[C],
  args: unknown[],
  log: RefusalLog,
): Promise<Reply> {
  const parsed = v.safeParse(requests[channel].args, args);
  if (!parsed.success) {
    log(channel, "invalid arguments");
    return refused("invalid_arguments");
  }
  try {
    return { ok: true, value: await handler(...parsed.output) };
  } catch (error) {
    log(channel, error instanceof Error ? error.message : String(error));
    return refused("failed");
  }
}

function handleChannel<C extends RequestChannel>(
  port: RequestPort,
  channel: C,
  handler: RequestHandlers[C],
  log: RefusalLog,
): void {
  port.handle(channel, async (event, ...args) => {
    if (isTrustedSender(event.senderFrame)) return answer(channel, handler, args, log);
    log(channel, "untrusted sender");
    return refused("untrusted_sender");
  });
}

/** Answers every request channel, after the sender's frame and the arguments have been checked. */
export function handleRequests(
  port: RequestPort,
  handlers: RequestHandlers,
  log: RefusalLog,
): void {
  for (const channel of Object.keys(requests) as RequestChannel[])
    handleChannel(port, channel, handlers[channel], log);
}

/** What of Electron's `WebContents` messages need. */
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
