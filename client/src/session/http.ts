import { Problem, type BodyIn, type Endpoint, type ReplyOf } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import { type ClientClock, systemClock } from "./clock.ts";
import type { Session } from "./session.ts";
import { tokenFor } from "./token.ts";

/** Names of a path's parameters: `"callId"` of `/calls/:callId/accept`. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type QueryIn<E extends Endpoint> = E extends { readonly query: infer Q extends v.GenericSchema }
  ? { [K in keyof v.InferInput<Q>]: v.InferInput<Q>[K] | undefined }
  : undefined;

/** What goes with a request. */
export interface RequestOptions<E extends Endpoint> {
  params?: Record<ParamsOf<E["path"]>, string>;
  body?: BodyIn<E>;
  query?: QueryIn<E>;
  /** Sent as `Idempotency-Key`. */
  key?: string;
  /** Gives the request up. */
  signal?: AbortSignal | undefined;
  /** Gives the request up after so many ms; 10,000 if left out. */
  timeout?: number;
  /** Lets the request outlive the page. */
  keepalive?: boolean;
}

/**
 * Sends a request of the contract and parses its reply. Rejects with an {@link ApiError}, whatever
 * goes wrong.
 */
export type Request = <E extends Endpoint>(
  endpoint: E,
  options?: RequestOptions<E>,
) => Promise<ReplyOf<E>>;

const patience = 10_000;

function address(
  apiUrl: string,
  endpoint: Endpoint,
  options: { params?: Record<string, string>; query?: Record<string, unknown> | undefined },
): string {
  const path = endpoint.path.replace(/:(\w+)/gu, (_, name: string) =>
    encodeURIComponent(options.params?.[name] ?? ""),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {}))
    if (value !== undefined) query.set(name, String(value));
  return `${apiUrl}${path}${query.size > 0 ? `?${query}` : ""}`;
}

/**
 * Runs the task with a signal that fires when the caller gives up or the time is over; then it
 * waits no longer.
 */
function within<T>(
  clock: ClientClock,
  ms: number,
  outer: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const cancel = clock.after(ms, abort);
  outer?.addEventListener("abort", abort);
  return new Promise<T>((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(error instanceof ApiError ? error : new ApiError("network"));
    controller.signal.addEventListener("abort", fail);
    if (outer?.aborted) abort();
    else task(controller.signal).then(resolve, fail);
  }).finally(() => {
    cancel();
    outer?.removeEventListener("abort", abort);
  });
}

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly json: unknown;
}

const read = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

function errorOf(answer: Answer): ApiError {
  const problem = v.safeParse(Problem, answer.json);
  if (problem.success) return new ApiError(problem.output.code, answer.status, problem.output);
  // A proxy's page in place of a problem: the server itself was not reached.
  return answer.status >= 500
    ? new ApiError("network")
    : new ApiError("invalid_reply", answer.status);
}

/** Makes the function that sends requests as the session's person and device. */
export function createRequest(
  session: Session,
  fetcher: typeof fetch = (...args) => fetch(...args),
  clock: ClientClock = systemClock,
): Request {
  async function send(
    endpoint: Endpoint,
    options: RequestOptions<Endpoint>,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { body } = options;
    const headers: Record<string, string> = { "synapse-device": session.deviceId };
    if (endpoint.who !== "public")
      headers["authorization"] = `Bearer ${await tokenFor(session, fresh)}`;
    if (options.key) headers["idempotency-key"] = options.key;
    if (body !== undefined) headers["content-type"] = "application/json";
    const init = {
      method: endpoint.method,
      headers,
      signal,
      credentials: "omit",
      keepalive: options.keepalive ?? false,
    } as const;
    const response = await fetcher(
      address(session.apiUrl, endpoint, options),
      body === undefined ? init : { ...init, body: JSON.stringify(body) },
    );
    return { status: response.status, ok: response.ok, json: read(await response.text()) };
  }

  return async <E extends Endpoint>(
    endpoint: E,
    options: RequestOptions<E> = {},
  ): Promise<ReplyOf<E>> => {
    const attempt = (fresh: boolean): Promise<Answer> =>
      within(clock, options.timeout ?? patience, options.signal, (signal) =>
        send(endpoint, options as RequestOptions<Endpoint>, fresh, signal),
      );
    let answer = await attempt(false);
    if (answer.status === 401 && endpoint.who !== "public") answer = await attempt(true);
    if (!answer.ok) throw errorOf(answer);
    const reply = v.safeParse(endpoint.reply, answer.json);
    if (!reply.success) throw new ApiError("invalid_reply", answer.status);
    return reply.output as ReplyOf<E>;
  };
}
