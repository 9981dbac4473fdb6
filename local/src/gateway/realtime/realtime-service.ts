import type { Tokens } from "../auth/tokens.ts";
import type { Database } from "../database.ts";
import { createAuthorization } from "./authorization.ts";
import { BroadcastBus } from "./socket/broadcast-bus.ts";
import type { ChannelServices } from "./socket/channel.ts";
import { identify } from "./identity.ts";
import { PostgresChanges } from "./changes/postgres-changes.ts";
import { startReplication, type Replication } from "./changes/replication.ts";
import type { SentMessage } from "./changes/row-change.ts";
import { SocketServer } from "./socket/socket-server.ts";

const partitionsEveryMs = 3_600_000;

export type RealtimeService = {
  services: ChannelServices;
  /** False while paused, and while the stream from the database is broken. */
  isUp: () => boolean;
  sockets: SocketServer;
  /** Realtime goes away, as seen by clients, while the rest of the gateway stays. */
  pause: () => void;
  resume: () => void;
  stop: () => Promise<void>;
};

type Deps = { db: Database; databaseUrl: string; tokens: Tokens; log: (line: string) => void };

/** `/realtime/v1`: resolves once the stream from the database stands. */
export async function startRealtime({
  db,
  databaseUrl,
  tokens,
  log,
}: Deps): Promise<RealtimeService> {
  const services: ChannelServices = {
    authorization: createAuthorization(db),
    bus: new BroadcastBus(),
    changes: new PostgresChanges(db, log),
    identify: (token) => identify(tokens, token),
  };
  let isPaused = false;
  let isStreaming = false;
  const isUp = () => isStreaming && !isPaused;
  const sockets = new SocketServer(services, isUp, log);
  const partitions = setInterval(() => void maintainPartitions(db, log), partitionsEveryMs).unref();
  await maintainPartitions(db, log);
  const replication = await startStream(databaseUrl, services, log, (isOn) => {
    isStreaming = isOn;
    // what is committed while the stream is broken reaches nobody, so clients must learn that they
    // missed something
    if (!isOn) sockets.closeAll();
  });
  return {
    services,
    isUp,
    sockets,
    pause: () => {
      isPaused = true;
      sockets.closeAll();
    },
    resume: () => {
      isPaused = false;
    },
    stop: async () => {
      clearInterval(partitions);
      sockets.stop();
      await replication.stop();
    },
  };
}

function startStream(
  databaseUrl: string,
  services: ChannelServices,
  log: (line: string) => void,
  onSwitch: (isOn: boolean) => void,
): Promise<Replication> {
  return new Promise((up) => {
    const replication: Replication = startReplication(databaseUrl, {
      log,
      onMessage: (message) => publish(services.bus, message),
      onChange: (change) => services.changes.push(change),
      onUp: () => {
        log("realtime: the stream from the database stands");
        onSwitch(true);
        up(replication);
      },
      onDown: () => {
        log("realtime: the stream from the database broke, clients are to join again");
        onSwitch(false);
      },
    });
  });
}

function publish(
  bus: BroadcastBus,
  { id, topic, event, isPrivate, payload, binaryPayload }: SentMessage,
): void {
  bus.publish(
    isPrivate,
    topic,
    binaryPayload ? { id, event, bytes: binaryPayload } : { id, event, json: payload ?? "null" },
  );
}

async function maintainPartitions(db: Database, log: (line: string) => void): Promise<void> {
  await db
    .query("select realtime.maintain_partitions()")
    .catch((error: Error) => log(`partitions of realtime.messages: ${error.message}`));
}
