import * as v from "valibot";
import type { CallClient } from "../../client.ts";
import { ApiError } from "../../session/api-error.ts";
import { type ClientClock, type Stop, systemClock } from "../../session/clock.ts";
import { type DropLog, ToMain, type ToPageBody, Unanswered } from "../messages/messages.ts";
import { type Liveness, sendPings } from "../port/liveness.ts";
import type { RemotePort } from "../port/remote-port.ts";
import { createRunningRequests } from "./running-requests.ts";
import { createSentState } from "./sent-state.ts";
import { hasReply, runCommand, runRequest } from "./serve-request.ts";

/** A client that can be served: its session names the person. */
export type ServedCallClient = CallClient & {
  readonly session: { readonly supabaseUserId: string };
};

/** Options of {@link serveCallClient}. */
export interface ServeOptions {
  /** {@link systemClock} by default. */
  readonly clock?: ClientClock;
  /** Gets the reason for each message that is dropped. Count and log them. */
  readonly onDropped?: DropLog;
  /**
   * Gets false when an attached page has answered no ping for 6 s, as a page that hangs does, and
   * true when it answers again.
   */
  readonly onResponsive?: (isResponsive: boolean) => void;
}

const errorOf = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError("network");

/** Sends messages of one page's client. */
interface Sender {
  send(message: ToPageBody): void;
  /** Sends the state if it changed; with `isAck` also the id that was received last. */
  publish(isAck?: boolean): void;
}

/** Runs what pages send, and sends the replies. */
function createRunner(
  client: ServedCallClient,
  { send, publish }: Sender,
): {
  run(message: Extract<ToMain, { readonly type: "command" | "request" }>): void;
  refuse(id: number): void;
  readonly requests: ReturnType<typeof createRunningRequests>;
} {
  const requests = createRunningRequests();
  const fail = (id: number, error: unknown): void => {
    const { code, status, problem } = errorOf(error);
    send({ type: "error", id, error: { code, status, problem } });
  };
  const reply = async (id: number, result: Promise<unknown>): Promise<void> => {
    try {
      const value = await result;
      // First the state that the page must see when its command is done.
      publish();
      send({ type: "reply", id, value });
    } catch (error) {
      publish();
      fail(id, error);
    }
  };
  return {
    requests,
    refuse: (id) => fail(id, new ApiError("invalid_request", 400)),
    run: (message) => {
      const { id } = message;
      if (message.type === "request") {
        const result = runRequest(client, message, requests.start(id, message.options));
        void reply(
          id,
          result.finally(() => requests.finish(id)),
        );
        return;
      }
      const result = runCommand(client, message);
      if (hasReply(message.name)) void reply(id, result);
      else result.catch(() => {});
    },
  };
}

/** Returns a function that runs the task in the next microtask, once for all calls until then. */
function coalesce(task: () => void): () => void {
  let isScheduled = false;
  return () => {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      task();
    });
  };
}

/**
 * Serves a client to one page, which connects by {@link connectRemoteCallClient}. The page sees the
 * state, sends the commands and requests of the contract, and never gets a token of the session.
 * Several pages may be served at once, each over its own port. The result stops it; then close the
 * port.
 */
export function serveCallClient(
  client: ServedCallClient,
  port: RemotePort,
  { clock = systemClock, onDropped = () => {}, onResponsive = () => {} }: ServeOptions = {},
): Stop {
  const sent = createSentState(client, onDropped);
  let received = 0;
  let attachment: { readonly liveness: Liveness; readonly unsubscribe: Stop } | null = null;

  const send = (message: ToPageBody): void => {
    if (attachment) port.send({ ...message, now: client.now() });
  };
  const publish = (isAck = false): void => {
    const state = attachment ? sent.readChange() : undefined;
    if (state) send({ type: "state", received, state });
    else if (isAck) send({ type: "state", received });
  };
  const runner = createRunner(client, { send, publish });

  function detach(): void {
    attachment?.liveness.stop();
    attachment?.unsubscribe();
    attachment = null;
    runner.requests.abortAll();
  }
  function attach(): void {
    detach();
    attachment = {
      liveness: sendPings(clock, () => send({ type: "ping" }), onResponsive),
      unsubscribe: client.subscribe(coalesce(publish)),
    };
    received = 0;
    const { apiUrl, supabaseUserId, deviceId } = client.session;
    const session = { apiUrl, supabaseUserId, deviceId };
    send({ type: "welcome", received, session, state: sent.read() });
  }
  function handle(message: ToMain): void {
    switch (message.type) {
      case "attach":
        return attach();
      case "detach":
        return detach();
      case "abort":
        return runner.requests.abort(message.id);
      case "pong":
        return undefined;
      case "command":
      case "request":
        received = message.id;
        runner.run(message);
        return publish(true);
    }
  }
  const stopListening = port.listen((message) => {
    const parsed = v.safeParse(ToMain, message);
    if (parsed.success) {
      attachment?.liveness.noteMessage();
      return handle(parsed.output);
    }
    onDropped("malformed message");
    const unanswered = v.safeParse(Unanswered, message);
    if (unanswered.success) runner.refuse(unanswered.output.id);
    return undefined;
  });
  const stopWatching = port.onClose(detach);
  return () => {
    stopListening();
    stopWatching();
    detach();
  };
}
