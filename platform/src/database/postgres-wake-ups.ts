import { Client } from "pg";
import type { Logger } from "pino";
import { messageOf } from "../errors.ts";
import type { Clock } from "../clock/clock.ts";
import { createWakeUpListeners, type WakeUpListeners } from "./wake-ups.ts";

/** The channel on which triggers tell of changes, with a person's id or a call's id. */
export type NotifyChannel = "call_events" | "recording";

export interface PostgresWakeUps extends Pick<WakeUpListeners, "listen" | "listenToAll"> {
  /** True while the connection listens. */
  readonly listening: boolean;
  /** The number of listeners at present. */
  readonly listeners: number;
  close(): Promise<void>;
}

/** Pause before the next attempt to connect. */
const reconnectDelayMs = 1_000;
/** Interval of the queries that check an idle connection. */
const heartbeatIntervalMs = 15_000;

/**
 * Makes wake-ups by LISTEN/NOTIFY on a connection of their own. While that connection is down, all
 * listeners are woken once a second, so that they read the database themselves.
 */
export function createPostgresWakeUps(
  url: string,
  channel: NotifyChannel,
  clock: Clock,
  log: Logger,
): PostgresWakeUps {
  const listeners = createWakeUpListeners();
  let client: Client | null = null;
  let closed = false;
  let cancelRetry: () => void = () => undefined;
  let connecting: Promise<void> = connect();

  async function connect(): Promise<void> {
    try {
      const next = await open(url, channel, clock, listeners.wake);
      next.once("end", () => {
        client = null;
        retryLater();
      });
      client = next;
    } catch (error) {
      log.warn(
        { channel, cause: messageOf(error) },
        "not listening to the database; its listeners read it every second",
      );
      retryLater();
    }
    listeners.wakeAll(); // Notifications were lost while there was no connection.
  }
  function retryLater(): void {
    if (closed) return;
    cancelRetry = clock.after(reconnectDelayMs, () => {
      connecting = connect();
    });
  }

  return {
    listen: listeners.listen,
    listenToAll: listeners.listenToAll,
    get listening() {
      return client !== null;
    },
    get listeners() {
      return listeners.size;
    },
    async close() {
      closed = true;
      cancelRetry();
      await connecting;
      cancelRetry();
      await client?.end();
    },
  };
}

/** Opens a listening connection. It emits `end` once when it is lost, for whatever reason. */
async function open(
  url: string,
  channel: NotifyChannel,
  clock: Clock,
  wake: (userId: string) => void,
): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: `synapse-voice ${channel}`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  const end = (): void => void client.end().catch(() => undefined);
  client.on("error", end);
  client.on("notification", ({ payload }) => wake(payload ?? ""));
  try {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
  } catch (error) {
    end();
    throw error;
  }
  let cancelHeartbeat: () => void = () => undefined;
  const scheduleHeartbeat = (): void => {
    cancelHeartbeat = clock.after(
      heartbeatIntervalMs,
      () => void client.query("SELECT 1").then(scheduleHeartbeat, end),
    );
  };
  client.once("end", () => cancelHeartbeat());
  scheduleHeartbeat();
  return client;
}
