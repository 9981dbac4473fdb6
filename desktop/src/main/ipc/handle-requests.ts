import * as v from "valibot";
import {
  requests,
  type RequestArgs,
  type RequestChannel,
  type RequestResult,
} from "../../bridge/channels.ts";
import type { Reply, RequestErrorCode } from "../../bridge/reply.ts";
import { isTrustedSender, type SenderFrame } from "../security/app-origin.ts";

/** The part of Electron's `ipcMain` that requests use. */
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
 * Logs a request that was rejected or whose handler failed. It never gets the arguments, because
 * they may be tokens.
 */
export type RequestErrorLog = (channel: string, reason: string) => void;

const failure = (code: RequestErrorCode): Reply => ({ ok: false, code });

async function runHandler<C extends RequestChannel>(
  channel: C,
  handler: RequestHandlers[C],
  args: unknown[],
  log: RequestErrorLog,
): Promise<Reply> {
  const parsed = v.safeParse(requests[channel].args, args);
  if (!parsed.success) {
    log(channel, "invalid arguments");
    return failure("invalid_arguments");
  }
  try {
    return { ok: true, value: await handler(...parsed.output) };
  } catch (error) {
    log(channel, error instanceof Error ? error.message : String(error));
    return failure("failed");
  }
}

function handleChannel<C extends RequestChannel>(
  port: RequestPort,
  channel: C,
  handler: RequestHandlers[C],
  log: RequestErrorLog,
): void {
  port.handle(channel, async (event, ...args) => {
    if (isTrustedSender(event.senderFrame)) return runHandler(channel, handler, args, log);
    log(channel, "untrusted sender");
    return failure("untrusted_sender");
  });
}

/** Handles every request channel. Checks the sender's frame first, then the arguments. */
export function handleRequests(
  port: RequestPort,
  handlers: RequestHandlers,
  log: RequestErrorLog,
): void {
  for (const channel of Object.keys(requests) as RequestChannel[])
    handleChannel(port, channel, handlers[channel], log);
}
