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
  /** False while paused, and while the replication stream is interrupted. */
  isUp: () => boolean;
  sockets: SocketServer;
  /** Makes Realtime unavailable to clients. The rest of the gateway keeps working. */
  pause: () => void;
  resume: () => void;
  stop: () => Promise<void>;
};

type Deps = { db: Database; databaseUrl: string; tokens: Tokens; log: (line: string) => void };

/** Starts `/realtime/v1`. Resolves once the replication stream runs. */
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
  const replication = await startStream(databaseUrl, services, log, (isRunning) => {
    isStreaming = isRunning;
    // Changes that are committed without a stream reach nobody. Clients are disconnected, so that
    // they know that they have missed some.
    if (!isRunning) sockets.closeAll();
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
  onSwitch: (isRunning: boolean) => void,
): Promise<Replication> {
  return new Promise((up) => {
    const replication: Replication = startReplication(databaseUrl, {
      log,
      onMessage: (message) => publish(services.bus, message),
      onChange: (change) => services.changes.push(change),
      onUp: () => {
        log("realtime: the replication stream runs");
        onSwitch(true);
        up(replication);
      },
      onDown: () => {
        log("realtime: the replication stream was interrupted, clients have to join again");
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
