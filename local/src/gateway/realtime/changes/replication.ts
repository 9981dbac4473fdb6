import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { LogicalReplicationService, PgoutputPlugin, type Pgoutput } from "pg-logical-replication";
import type { ChangeType, RowChange, SentMessage, Tuple } from "./row-change.ts";

export type ReplicationEvents = {
  onMessage: (message: SentMessage) => void;
  onChange: (change: RowChange) => void;
  /** The stream runs: everything committed from now on arrives. */
  onUp: () => void;
  /** The stream was interrupted: nothing that is committed before the next `onUp` arrives. */
  onDown: () => void;
  log: (line: string) => void;
};

export type Replication = { stop: () => Promise<void> };

const firstRetryMs = 100;
const lastRetryMs = 2000;
const jsonTypes = new Set([114, 3802]);

/**
 * Streams committed changes through a temporary slot, which PostgreSQL drops with the connection.
 * Reconnects until it is stopped.
 */
export function startReplication(databaseUrl: string, events: ReplicationEvents): Replication {
  const stopping = new AbortController();
  const running = keepStreaming(databaseUrl, events, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepStreaming(
  databaseUrl: string,
  events: ReplicationEvents,
  signal: AbortSignal,
): Promise<void> {
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    const wasUp = await stream(databaseUrl, events, signal);
    if (wasUp) events.onDown();
    retryMs = wasUp ? firstRetryMs : Math.min(retryMs * 2, lastRetryMs);
    await sleep(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Uses one connection until it ends. Returns true if the stream ran. */
async function stream(
  databaseUrl: string,
  events: ReplicationEvents,
  signal: AbortSignal,
): Promise<boolean> {
  const service = new LogicalReplicationService(
    { connectionString: databaseUrl, keepAlive: true },
    { acknowledge: { auto: true, timeoutSeconds: 5 } },
  );
  const reader = new MessageReader(events);
  let wasUp = false;
  const ended = new Promise<void>((done) => {
    signal.addEventListener("abort", () => done(), { once: true });
    service.on("error", (error) => {
      if (!signal.aborted) events.log(`replication: ${error.message}`);
      done();
    });
    service.on("start", () => {
      wasUp = true;
      events.onUp();
    });
    service.on("data", (_lsn, message: Pgoutput.Message) => reader.read(message));
    // At its shutdown PostgreSQL waits until this side has confirmed exactly the sent position. The
    // library confirms one byte more.
    service.on("heartbeat", (lsn, _time, shouldRespond) => {
      if (shouldRespond) void service.acknowledge(oneBefore(lsn));
    });
    const slot = `gateway_${process.pid}_${randomBytes(4).toString("hex")}`;
    const plugin = new TemporarySlotPlugin({
      protoVersion: 1,
      publicationNames: ["supabase_realtime", "supabase_realtime_messages_publication"],
    });
    if (!signal.aborted)
      service.subscribe(plugin, slot).then(
        () => done(),
        () => done(),
      );
  });
  await ended;
  await service.destroy().catch(() => undefined);
  return wasUp;
}

/** Returns the position one byte before a position such as 0/1A2B3C4D. */
function oneBefore(lsn: string): string {
  const [high = "0", low = "0"] = lsn.split("/");
  const position = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - 1n;
  return `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`;
}

class TemporarySlotPlugin extends PgoutputPlugin {
  override async start(client: Client, slotName: string, lastLsn: string): Promise<unknown> {
    await client.query(
      `CREATE_REPLICATION_SLOT "${slotName}" TEMPORARY LOGICAL pgoutput (SNAPSHOT 'nothing')`,
    );
    return super.start(client, slotName, lastLsn);
  }

  override parse(buffer: Buffer): Pgoutput.Message {
    const message: Pgoutput.Message = super.parse(buffer);
    // Values stay text. The database converts them to JSON by their types.
    if (message.tag === "relation")
      for (const column of message.columns) column.parser = (text: unknown) => text;
    return message;
  }
}

const changeTypes: Record<"insert" | "update" | "delete", ChangeType> = {
  insert: "INSERT",
  update: "UPDATE",
  delete: "DELETE",
};

/** Converts the stream's messages into sent messages and changes of rows. */
class MessageReader {
  readonly #events: ReplicationEvents;
  #xid = 0;
  #committedAt = new Date(0);

  constructor(events: ReplicationEvents) {
    this.#events = events;
  }

  read(message: Pgoutput.Message): void {
    if (message.tag === "begin") {
      this.#xid = message.xid >>> 0;
      this.#committedAt = new Date(Number(BigInt(message.commitTime.toString()) / 1000n));
    }
    if (message.tag !== "insert" && message.tag !== "update" && message.tag !== "delete") return;
    const { schema, name } = message.relation;
    if (schema === "realtime" && name.startsWith("messages")) {
      if (message.tag === "insert") this.#events.onMessage(sentMessage(message.new));
      return;
    }
    this.#events.onChange({
      xid: this.#xid,
      committedAt: this.#committedAt,
      type: changeTypes[message.tag],
      schema,
      table: name,
      jsonColumns: message.relation.columns
        .filter((column) => jsonTypes.has(column.typeOid))
        .map((column) => column.name),
      record: message.tag === "delete" ? undefined : message.new,
      oldRecord: message.tag === "insert" ? undefined : (message.old ?? message.key ?? undefined),
    });
  }
}

function sentMessage(row: Tuple): SentMessage {
  const bytes = row["binary_payload"];
  return {
    id: row["id"] ?? "",
    topic: row["topic"] ?? "",
    event: row["event"] ?? "",
    isPrivate: row["private"] === "t",
    payload: row["payload"] ?? null,
    // PostgreSQL's text of bytes begins with \x, as in \x68656c6c6f.
    binaryPayload: bytes ? Buffer.from(bytes.slice(2), "hex") : null,
  };
}
