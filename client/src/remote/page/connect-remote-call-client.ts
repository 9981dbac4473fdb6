import type { CallClient } from "../../client.ts";
import { ApiError } from "../../session/api-error.ts";
import { type ClientClock, systemClock } from "../../session/clock.ts";
import type { Session } from "../../session/session.ts";
import type { DropLog } from "../messages/messages.ts";
import type { RemotePort } from "../port/remote-port.ts";
import { createRemoteCommands } from "./remote-commands.ts";
import { createRemoteLink, type Welcome } from "./remote-link.ts";
import { createRemoteRequest } from "./remote-request.ts";

/** Options of {@link connectRemoteCallClient}. */
export interface RemoteCallClientOptions {
  /** {@link systemClock} by default. */
  readonly clock?: ClientClock;
  /** Time in ms that the other side has for its first answer; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Gets the reason for each message that is dropped. Count and log them. */
  readonly onDropped?: DropLog;
}

/** Returns the session without its token. */
const sessionOf = ({ session }: Welcome): Session => ({
  ...session,
  getToken: () => Promise.reject(new ApiError("token_missing")),
});

/**
 * Connects to the client that {@link serveCallClient} serves at the port's other end. Resolves once
 * the present state is here. Rejects with an {@link ApiError} `network` if the port closes first,
 * or nobody answers in time. The result works like the served client, with these differences:
 *
 * - `start` and `close` attach this page and detach it. The served client continues.
 * - `session.getToken` rejects with `token_missing`. The token stays in the other process.
 * - `connection` is `offline` and `presence.reachable` is false also while the other process sends
 *   nothing, and after the port was closed. Commands over a closed port fail with `network`:
 *   connect again over a new port.
 */
export async function connectRemoteCallClient(
  port: RemotePort,
  { clock = systemClock, timeoutMs = 10_000, onDropped = () => {} }: RemoteCallClientOptions = {},
): Promise<CallClient> {
  let onWelcome: (welcome: Welcome) => void = () => {};
  let onClosed: () => void = () => {};
  const welcomed = new Promise<Welcome>((resolve, reject) => {
    onWelcome = resolve;
    onClosed = () => reject(new ApiError("network"));
  });
  const link = createRemoteLink({
    port,
    clock,
    onDropped,
    onWelcome: (welcome) => onWelcome(welcome),
    onClosed: () => onClosed(),
  });
  const cancel = clock.after(timeoutMs, () => onClosed());
  link.attach();
  try {
    const session = sessionOf(await welcomed);
    let lastId = 0;
    const nextId = (): number => (lastId += 1);
    return {
      ...createRemoteCommands(link, nextId),
      session,
      request: createRemoteRequest(link, nextId),
      getState: link.state.getState,
      subscribe: link.state.subscribe,
      now: link.now,
      start: link.attach,
      close: async () => link.detach(),
    };
  } catch (error) {
    link.detach();
    link.stop();
    throw error;
  } finally {
    cancel();
  }
}
