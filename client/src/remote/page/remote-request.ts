import type { Endpoint, ReplyOf } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "../../session/api-error.ts";
import type { RequestOptions, SendRequest } from "../../session/http.ts";
import { endpointName, type RequestMessageOptions } from "../messages/endpoint-names.ts";
import type { RemoteLink } from "./remote-link.ts";

/** Returns the options as they are sent. The body is what its JSON says, as over HTTP. */
function messageOptions({
  body,
  ...options
}: Omit<RequestOptions<Endpoint>, "signal">): RequestMessageOptions {
  const sent =
    body === undefined ? options : { ...options, body: JSON.parse(JSON.stringify(body)) };
  return sent as RequestMessageOptions;
}

/** Makes the function that sends requests through the process that has the session. */
export function createRemoteRequest(link: RemoteLink, nextId: () => number): SendRequest {
  async function send(
    name: string,
    { signal, ...options }: RequestOptions<Endpoint>,
  ): Promise<unknown> {
    if (signal?.aborted || !link.state.canSend()) throw new ApiError("network");
    const id = nextId();
    const reply = link.pending.wait(id);
    const abort = (): void => {
      link.send({ type: "abort", id });
      link.pending.reject(id, new ApiError("network"));
    };
    signal?.addEventListener("abort", abort);
    link.send({ type: "request", id, endpoint: name, options: messageOptions(options) });
    return reply.finally(() => signal?.removeEventListener("abort", abort));
  }

  return async <E extends Endpoint>(
    endpoint: E,
    options: RequestOptions<E> = {},
  ): Promise<ReplyOf<E>> => {
    const value = await send(endpointName(endpoint), options as RequestOptions<Endpoint>);
    const parsed = v.safeParse(endpoint.reply, value);
    if (!parsed.success) throw new ApiError("invalid_reply");
    return parsed.output as ReplyOf<E>;
  };
}
