import { Problem, type BodyIn, type Endpoint, type ReplyOf } from "@synapse-voice/contract";
import * as v from "valibot";
import { ApiError } from "./api-error.ts";
import { type ClientClock, systemClock } from "./clock.ts";
import type { Session } from "./session.ts";
import { tokenFor } from "./token.ts";

/** Names of a path's parameters, such as `"callId"` for `/calls/:callId/accept`. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** Query parameters of an endpoint. */
export type QueryIn<E extends Endpoint> = E extends {
  readonly query: infer Q extends v.GenericSchema;
}
  ? { [K in keyof v.InferInput<Q>]: v.InferInput<Q>[K] | undefined }
  : undefined;

/** Options of a request. */
export interface RequestOptions<E extends Endpoint> {
  /** Values for the path's parameters. */
  params?: Record<ParamsOf<E["path"]>, string>;
  /** Sent as JSON. */
  body?: BodyIn<E>;
  /** Query parameters; undefined ones are left out. */
  query?: QueryIn<E>;
  /** Sent as `Idempotency-Key`. */
  key?: string;
  /** Aborts the request, which then rejects with `network`. */
  signal?: AbortSignal | undefined;
  /** Time in ms after which the request rejects with `network`; 10,000 by default. */
  timeoutMs?: number;
  /** Lets the request outlive the page, as in `fetch`. */
  keepalive?: boolean;
}

/**
 * Sends a request of the contract and parses its reply. A token that the server refuses is replaced
 * by a fresh one, once. Every failure rejects with an {@link ApiError}.
 */
export type SendRequest = <E extends Endpoint>(
  endpoint: E,
  options?: RequestOptions<E>,
) => Promise<ReplyOf<E>>;

const defaultTimeoutMs = 10_000;

function urlOf(
  apiUrl: string,
  endpoint: Endpoint,
  options: { params?: Record<string, string>; query?: Record<string, unknown> | undefined },
): string {
  const path = endpoint.path.replace(/:(\w+)/gu, (_, name: string) =>
    encodeURIComponent(options.params?.[name] ?? ""),
  );
  // JSON leaves out what is undefined. Browsers of before 2023 have no `size` of these parameters.
  const query = new URLSearchParams(JSON.parse(JSON.stringify(options.query ?? {}))).toString();
  return `${apiUrl}${path}${query === "" ? "" : `?${query}`}`;
}

/**
 * Runs a task with a signal that fires when the caller aborts or the time is over. From then on it
 * does not wait for the task. Rejects with an {@link ApiError}.
 */
function withTimeout<T>(
  clock: ClientClock,
  timeoutMs: number,
  outer: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const cancel = clock.after(timeoutMs, abort);
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

interface HttpReply {
  readonly status: number;
  readonly ok: boolean;
  readonly json: unknown;
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Schema of a reply with an error: that of the contract, or one with less of it. */
type ProblemSchema = v.GenericSchema<unknown, Problem>;

function errorOf(schema: ProblemSchema, { json, status }: HttpReply): ApiError {
  const problem = v.safeParse(schema, json);
  if (problem.success) return new ApiError(problem.output.code, status, problem.output);
  // A proxy's error page: the server itself was not reached.
  return status >= 500 ? new ApiError("network") : new ApiError("invalid_reply", status);
}

/** Makes the function that sends requests, with errors that have what the schema names. */
export function createRequestWith(
  problemSchema: ProblemSchema,
  session: Session,
  fetcher: typeof fetch = (...args) => fetch(...args),
  clock: ClientClock = systemClock,
): SendRequest {
  let lastToken = "";

  async function send(
    endpoint: Endpoint,
    options: RequestOptions<Endpoint>,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<HttpReply> {
    const { body } = options;
    const headers: Record<string, string> = { "synapse-device": session.deviceId };
    if (endpoint.who !== "public") {
      // A page that is closing can't wait for a token.
      lastToken =
        (!fresh && options.keepalive && lastToken) || (await tokenFor(session, clock, fresh));
      headers["authorization"] = `Bearer ${lastToken}`;
    }
    if (options.key) headers["idempotency-key"] = options.key;
    if (body !== undefined) headers["content-type"] = "application/json";
    const response = await fetcher(urlOf(session.apiUrl, endpoint, options), {
      method: endpoint.method,
      headers,
      body: JSON.stringify(body),
      signal,
      credentials: "omit",
      // Browsers let only one request with the same address through to their cache at a time. The
      // long poll of a second tab would wait for that of the first.
      cache: "no-store",
      keepalive: !!options.keepalive,
    });
    return { status: response.status, ok: response.ok, json: parseJson(await response.text()) };
  }

  return async <E extends Endpoint>(
    endpoint: E,
    options: RequestOptions<E> = {},
  ): Promise<ReplyOf<E>> => {
    const attempt = (fresh: boolean): Promise<HttpReply> =>
      withTimeout(clock, options.timeoutMs ?? defaultTimeoutMs, options.signal, (signal) =>
        send(endpoint, options as RequestOptions<Endpoint>, fresh, signal),
      );
    let reply = await attempt(false);
    if (reply.status === 401 && endpoint.who !== "public") reply = await attempt(true);
    if (!reply.ok) throw errorOf(problemSchema, reply);
    const parsed = v.safeParse(endpoint.reply, reply.json);
    if (!parsed.success) throw new ApiError("invalid_reply", reply.status);
    return parsed.output as ReplyOf<E>;
  };
}

/** Makes the function that sends requests as the session's person and device. */
export const createRequest = (
  session: Session,
  fetcher?: typeof fetch,
  clock?: ClientClock,
): SendRequest => createRequestWith(Problem, session, fetcher, clock);
