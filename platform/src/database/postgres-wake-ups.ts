import { Client } from "pg";
import type { Logger } from "pino";
import { messageOf } from "../errors.ts";
import type { Clock } from "../clock/clock.ts";
import { createWaiters, type WakeUps } from "./wake-ups.ts";

export interface PostgresWakeUps extends WakeUps {
  /** True while the connection listens. */
  readonly listening: boolean;
  readonly waiting: number;
  close(): Promise<void>;
}

/** Pause before connecting anew, and between looks while there is no connection, ms. */
const pause = 1_000;
/** A connection that says nothing for so long is asked whether it lives, ms. */
const heartbeat = 15_000;

/**
 * Wake-ups by LISTEN/NOTIFY on one connection of its own. While that is down everybody is woken
 * every second, so that the database itself, if it can be reached at all, is asked.
 */
export function createPostgresWakeUps(url: string, clock: Clock, log: Logger): PostgresWakeUps {
  const waiters = createWaiters();
  let client: Client | null = null;
  let closed = false;
  let cancelRetry: () => void = () => undefined;
  let connecting: Promise<void> = connect();

  async function connect(): Promise<void> {
    try {
      const next = await open(url, clock, waiters.wake);
      next.once("end", () => {
        client = null;
        retryLater();
      });
      client = next;
    } catch (error) {
      log.warn(
        { cause: messageOf(error) },
        "not listening for call events, polls ask every second",
      );
      retryLater();
    }
    waiters.wakeAll(); // what was notified meanwhile went to nobody
  }
  function retryLater(): void {
    if (closed) return;
    cancelRetry = clock.after(pause, () => {
      connecting = connect();
    });
  }

  return {
    listen: waiters.listen,
    get listening() {
      return client !== null;
    },
    get waiting() {
      return waiters.size;
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

/**
 * A connection that listens. It emits `end` once when it is over, however that came, silence
 * included.
 */
async function open(url: string, clock: Clock, wake: (personId: string) => void): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: "synapse-voice call events",
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  const end = (): void => void client.end().catch(() => undefined);
  client.on("error", end);
  client.on("notification", ({ payload }) => wake(payload ?? ""));
  try {
    await client.connect();
    await client.query("LISTEN call_events");
  } catch (error) {
    end();
    throw error;
  }
  let cancelBeat: () => void = () => undefined;
  const beat = (): void => {
    cancelBeat = clock.after(heartbeat, () => void client.query("SELECT 1").then(beat, end));
  };
  client.once("end", () => cancelBeat());
  beat();
  return client;
}
