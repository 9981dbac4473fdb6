import * as v from "valibot";
import type { CallClient } from "../../client.ts";
import { ApiError } from "../../session/api-error.ts";
import { type CommandName, commands } from "../messages/commands.ts";
import { endpointNamed, fitsEndpoint } from "./endpoints-of-pages.ts";
import type { ToMain } from "../messages/messages.ts";

type Message<Type extends ToMain["type"]> = Extract<ToMain, { readonly type: Type }>;

const refusal = (): ApiError => new ApiError("invalid_request", 400);

/** Returns whether the page waits for a reply to the command. */
export const hasReply = (name: CommandName): boolean => "reply" in commands[name];

/** Runs a command of a page. Rejects with `invalid_request` where its arguments don't fit. */
export async function runCommand(
  client: Pick<CallClient, CommandName>,
  { name, args }: Message<"command">,
): Promise<unknown> {
  const parsed = v.safeParse(commands[name].args, args);
  if (!parsed.success) throw refusal();
  const method = client[name] as (...values: readonly unknown[]) => unknown;
  return method(...parsed.output);
}

/**
 * Sends a request of a page. Rejects with `invalid_request` where no such endpoint is open to
 * pages, or the options don't fit it.
 */
export async function runRequest(
  { request }: Pick<CallClient, "request">,
  { endpoint: name, options }: Message<"request">,
  signal: AbortSignal,
): Promise<unknown> {
  const endpoint = endpointNamed(name);
  if (!endpoint || !fitsEndpoint(endpoint, options)) throw refusal();
  return request(endpoint, { ...options, signal } as Parameters<typeof request>[1]);
}
