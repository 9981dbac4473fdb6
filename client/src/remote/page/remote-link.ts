import * as v from "valibot";
import { ApiError } from "../../session/api-error.ts";
import type { ClientClock, Stop } from "../../session/clock.ts";
import { createServerTime } from "../../session/server-time.ts";
import { type DropLog, ToPage, type ToMain } from "../messages/messages.ts";
import { awaitPings, type Liveness } from "../port/liveness.ts";
import type { RemotePort } from "../port/remote-port.ts";
import { createPageState, type PageState } from "./page-state.ts";
import { createPendingReplies, type PendingReplies } from "./pending-replies.ts";

/** Message that answers `attach`. */
export type Welcome = Extract<ToPage, { readonly type: "welcome" }>;

/** Connection of a page to the process that has the client. */
export interface RemoteLink {
  readonly state: PageState;
  readonly pending: PendingReplies;
  /** Returns server time in ms since the epoch. */
  now(): number;
  /** Sends a message, unless the port is closed. */
  send(message: ToMain): void;
  /** Asks for the state from now on. Does nothing while attached. */
  attach(): void;
  /** Ends that. Everything that waits for a reply rejects with `network`. */
  detach(): void;
  /** Stops listening to the port. */
  readonly stop: Stop;
}

/** Options of a link. */
export interface RemoteLinkDeps {
  readonly port: RemotePort;
  readonly clock: ClientClock;
  readonly onDropped: DropLog;
  /** Runs with each welcome. */
  readonly onWelcome: (welcome: Welcome) => void;
  /** Runs when the port closes. */
  readonly onClosed: () => void;
}

type HandlerDeps = Pick<RemoteLink, "state" | "pending" | "send"> &
  Pick<RemoteLinkDeps, "onWelcome" | "onDropped">;

/** Acts on a message of the served client. */
function handle(
  message: ToPage,
  { state, pending, send, onWelcome, onDropped }: HandlerDeps,
): void {
  switch (message.type) {
    case "welcome":
      state.receive(message.state, message.received);
      state.setLink("attached");
      return onWelcome(message);
    case "state":
      return state.receive(message.state ?? null, message.received);
    case "reply":
      if (!pending.resolve(message.id, message.value)) onDropped("unexpected reply");
      return undefined;
    case "error": {
      const { code, status, problem } = message.error;
      const error = new ApiError(code, status, problem);
      if (!pending.reject(message.id, error)) onDropped("unexpected reply");
      return undefined;
    }
    case "ping":
      return send({ type: "pong" });
  }
}

/** Makes a link, which is not attached yet. */
export function createRemoteLink(deps: RemoteLinkDeps): RemoteLink {
  const { port, clock, onDropped } = deps;
  const time = createServerTime(clock);
  const state = createPageState(time.now);
  const pending = createPendingReplies();
  let isClosed = false;
  let liveness: Liveness | null = null;

  const send = (message: ToMain): void => {
    if (!isClosed) port.send(message);
  };
  const stopListening = port.listen((message) => {
    const parsed = v.safeParse(ToPage, message);
    if (!parsed.success) return onDropped("malformed message");
    // After a detach, messages that were on their way still arrive.
    if (!liveness) return undefined;
    time.sync(new Date(parsed.output.now).toISOString());
    handle(parsed.output, { ...deps, state, pending, send });
    // The message may have made the page detach.
    liveness?.noteMessage();
    return undefined;
  });

  function end(link: "detached" | "closed"): void {
    liveness?.stop();
    liveness = null;
    state.setLink(link);
    pending.rejectAll();
  }

  const stopWatching = port.onClose(() => {
    if (isClosed) return;
    isClosed = true;
    end("closed");
    deps.onClosed();
  });

  return {
    state,
    pending,
    send,
    now: time.now,
    attach: () => {
      if (liveness || isClosed) return;
      liveness = awaitPings(clock, (isAlive) => state.setLink(isAlive ? "attached" : "silent"));
      state.setLink("attaching");
      send({ type: "attach" });
    },
    detach: () => {
      if (!liveness) return;
      send({ type: "detach" });
      end("detached");
    },
    stop: () => {
      stopListening();
      stopWatching();
    },
  };
}
