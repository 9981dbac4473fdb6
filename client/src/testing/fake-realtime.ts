import type { CallSnapshot } from "@synapse-voice/contract";
import type { RealtimeSource } from "../feed/realtime-feed.ts";

type Status = "SUBSCRIBED" | "TIMED_OUT" | "CLOSED" | "CHANNEL_ERROR";
interface FakeChannel {
  readonly topic: string;
  readonly isPrivate: boolean;
  status: ((status: Status) => void) | null;
  message: ((message: unknown) => void) | null;
}

/** The parts of supabase-js that the feed uses, with a server that a test controls. */
export interface FakeRealtime {
  readonly source: RealtimeSource;
  /**
   * Result of joins; `silent` leaves them without a reply. A change does not affect channels that
   * have joined.
   */
  joins: "ok" | "error" | "silent";
  /** False while the socket is down. */
  connected: boolean;
  /** True while the socket waits for the reply to its handshake. */
  connecting: boolean;
  /** Number of times that the socket was closed by the client. */
  disconnects: number;
  /** All channels that were ever made. */
  readonly made: FakeChannel[];
  /** Returns the present channel. */
  current(): FakeChannel | null;
  /** Number of times that the token was set. */
  auths: number;
  /** Sets the status of the present channel. */
  break(status: Status): void;
  broadcast(payload: unknown): void;
  broadcastCall(call: CallSnapshot): void;
}

/** Makes a Realtime whose joins succeed until a test changes that. */
export function createFakeRealtime(): FakeRealtime {
  const channels = new Map<string, FakeChannel>();
  const current = (): FakeChannel | null => [...channels.values()].at(-1) ?? null;
  const fake: FakeRealtime = {
    joins: "ok",
    connected: true,
    connecting: false,
    disconnects: 0,
    auths: 0,
    made: [],
    current,
    break: (status) => current()?.status?.(status),
    broadcast: (payload) => current()?.message?.({ type: "broadcast", event: "call", payload }),
    broadcastCall: (call) =>
      fake.broadcast({ type: "call_updated", callId: call.id, version: call.version, call }),
    source: {
      realtime: {
        setAuth: async () => void fake.auths++,
        connect: () => {},
        disconnect: async () => {
          fake.disconnects++;
          fake.connecting = false;
          return "ok";
        },
        isConnected: () => fake.connected,
        isConnecting: () => fake.connecting,
        sendBuffer: [],
      },
      // As in supabase-js, the topic alone identifies a channel. One that is not removed yet is
      // returned again.
      channel: (topic: string, options?: { config: { private?: boolean } }) => {
        const channel: FakeChannel = channels.get(topic) ?? {
          topic,
          isPrivate: options?.config.private ?? false,
          status: null,
          message: null,
        };
        if (!channels.has(topic)) fake.made.push(channel);
        channels.set(topic, channel);
        const handle = {
          topic,
          on: (_type: string, _filter: unknown, listener: (message: unknown) => void) => {
            channel.message = listener;
            return handle;
          },
          subscribe: (listener: (status: Status) => void) => {
            if (channel.status) throw new Error("tried to subscribe multiple times");
            channel.status = listener;
            if (fake.joins !== "silent")
              queueMicrotask(() => listener(fake.joins === "ok" ? "SUBSCRIBED" : "CHANNEL_ERROR"));
            return handle;
          },
        };
        return handle as unknown as ReturnType<RealtimeSource["channel"]>;
      },
      removeChannel: async (channel) => {
        await Promise.resolve();
        channels.delete(channel.topic);
        return "ok";
      },
    },
  };
  return fake;
}
