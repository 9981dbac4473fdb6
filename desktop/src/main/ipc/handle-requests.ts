import * as v from "valibot";
import {
  requests,
  type RequestArgs,
  type RequestChannel,
  type RequestResult,
} from "../../bridge/channels.ts";
import type { Reply, RequestErrorCode } from "../../bridge/reply.ts";
import { isTrustedSender, type SenderFrame } from "../security/app-origin.ts";
import { createPageShare, type PageShare } from "./page-share.ts";

/** The part of Electron's `WebContents` that is used. */
interface RequestSender {
  once(name: "did-navigate", listener: () => void): unknown;
}

/** The parts of Electron's event of a request that are used. */
interface RequestEvent {
  readonly sender: RequestSender;
  readonly senderFrame: SenderFrame | null;
}

/** The part of Electron's `ipcMain` that requests use. */
export interface RequestPort {
  handle(
    channel: string,
    listener: (event: RequestEvent, ...args: unknown[]) => Promise<Reply>,
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

/** Returns the share of the page that sent a request. A page that is loaded next has its own. */
function createPageShares(): (sender: RequestSender) => PageShare {
  const shares = new WeakMap<object, PageShare>();
  return (sender) => {
    const last = shares.get(sender);
    if (last !== undefined) return last;
    const share = createPageShare();
    shares.set(sender, share);
    // Chromium's number of the process stays after a crash.
    sender.once("did-navigate", () => shares.delete(sender));
    return share;
  };
}

function handleChannel<C extends RequestChannel>(
  port: RequestPort,
  channel: C,
  handler: RequestHandlers[C],
  { log, shareOf }: { log: RequestErrorLog; shareOf: (sender: RequestSender) => PageShare },
): void {
  const refuse = (reason: string, code: RequestErrorCode): Reply => {
    log(channel, reason);
    return failure(code);
  };
  port.handle(
    channel,
    (event, ...args) =>
      new Promise((resolve) => {
        const run = (): void => {
          resolve(
            isTrustedSender(event.senderFrame)
              ? runHandler(channel, handler, args, log)
              : refuse("untrusted sender", "untrusted_sender"),
          );
        };
        if (!shareOf(event.sender)(run)) resolve(refuse("too many requests", "failed"));
      }),
  );
}

/**
 * Handles every request channel. Checks the sender's frame first, then the arguments. Requests of a
 * page that takes too much of the main thread's time wait.
 */
export function handleRequests(
  port: RequestPort,
  handlers: RequestHandlers,
  log: RequestErrorLog,
): void {
  const shareOf = createPageShares();
  for (const channel of Object.keys(requests) as RequestChannel[])
    handleChannel(port, channel, handlers[channel], { log, shareOf });
}
