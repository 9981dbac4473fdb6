/**
 * SQLSTATEs of a database that can't be used at present: connection failures, shutdown, start-up,
 * timeouts of a statement or between two, too many connections.
 */
const unavailableStates = /^(?:08...|57P0[123]|57014|25P03|53300)$/u;
/**
 * Prisma's codes for the same: unreachable, timed out, connection closed, no free connection in
 * time, too many connections.
 */
const unavailableCodes = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2037"]);
const socketErrors = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
]);
const driverKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
  "TlsConnectionError",
]);
const driverMessages =
  /connection terminated|connection ended|timeout exceeded when trying to connect|not queryable|query read timeout|unable to start a transaction|expired transaction/iu;

/** Yields an error and its causes. Prisma wraps the adapter's error, which wraps the driver's. */
function* layers(thrown: unknown): Generator<Record<string, unknown>> {
  for (
    let layer = thrown, depth = 0;
    typeof layer === "object" && layer !== null && depth < 6;
    depth += 1
  ) {
    const record = layer as Record<string, unknown>;
    yield record;
    const meta = record.meta as { driverAdapterError?: unknown } | undefined;
    layer = record.cause ?? meta?.driverAdapterError;
  }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Returns true if the database could not be reached or ended the connection. Retry later. */
export function isDatabaseDown(thrown: unknown): thrown is Error {
  for (const layer of layers(thrown)) {
    const code = text(layer.code) || text(layer.originalCode) || text(layer.errorCode);
    if (unavailableStates.test(code) || unavailableCodes.has(code) || socketErrors.has(code))
      return true;
    if (driverKinds.has(text(layer.kind)) || driverMessages.test(text(layer.message))) return true;
  }
  return false;
}

/** Returns true if a transaction failed because of another one. It can run again at once. */
export function isTransactionConflict(thrown: unknown): boolean {
  for (const layer of layers(thrown)) {
    const code = text(layer.code) || text(layer.originalCode);
    if (
      code === "P2034" ||
      code === "40001" ||
      code === "40P01" ||
      layer.kind === "TransactionWriteConflict"
    )
      return true;
  }
  return false;
}

/** Returns true if a write violated the unique index or key of this name. */
export function violates(thrown: unknown, index: string): boolean {
  for (const layer of layers(thrown)) {
    const code = text(layer.code) || text(layer.originalCode);
    const unique =
      code === "P2002" ||
      code === "23505" ||
      layer.kind === "UniqueConstraintViolation" ||
      code === "P2010";
    if (unique && mentions(layer, index)) return true;
  }
  return false;
}

const mentions = (layer: Record<string, unknown>, index: string): boolean =>
  [layer.message, layer.originalMessage, layer.constraint, layer.meta].some((part) =>
    (typeof part === "string" ? part : (JSON.stringify(part) ?? "")).includes(index),
  );
