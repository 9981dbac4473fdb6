import { describe, expect, it } from "vitest";
import { isDatabaseDown, isTransactionConflict, violates } from "./database-errors.ts";

const wrapped = (code: string, driver: object): Error =>
  Object.assign(new Error("Prisma says"), {
    code,
    meta: { driverAdapterError: Object.assign(new Error("driver"), { cause: driver }) },
  });

describe("what the database's errors mean", () => {
  it.each([
    ["refused", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })],
    ["shut down by its operator", Object.assign(new Error("terminating"), { code: "57P01" })],
    ["starting up", wrapped("P2010", { kind: "postgres", code: "57P03", originalCode: "57P03" })],
    ["unreachable", wrapped("P1001", { kind: "DatabaseNotReachable" })],
    ["cut off", new Error("Connection terminated unexpectedly")],
    ["silent", new Error("Query read timeout")],
    [
      "too slow for a statement",
      wrapped("P2010", { kind: "postgres", code: "57014", originalCode: "57014" }),
    ],
    [
      "too slow between two statements",
      wrapped("P2010", { kind: "postgres", code: "25P03", originalCode: "25P03" }),
    ],
    [
      "too slow for a transaction",
      Object.assign(
        new Error(
          "Transaction API error: Transaction already closed: A query cannot be executed on an expired transaction.",
        ),
        { code: "P2028" },
      ),
    ],
    [
      "out of connections in time",
      Object.assign(new Error("Unable to start a transaction in the given time."), {
        code: "P2028",
      }),
    ],
  ])("%s: not now", (_what, error) => {
    expect(isDatabaseDown(error)).toBe(true);
  });

  it.each([
    [
      "a broken rule",
      wrapped("P2002", { kind: "UniqueConstraintViolation", constraint: { index: "Some_key" } }),
    ],
    ["wrong SQL", wrapped("P2010", { kind: "postgres", code: "42601", originalCode: "42601" })],
    [
      "a query after the commit",
      Object.assign(
        new Error(
          "Transaction API error: Transaction already closed: A query cannot be executed on a committed transaction.",
        ),
        { code: "P2028" },
      ),
    ],
    ["our own mistake", new TypeError("undefined is not a function")],
    ["no error at all", undefined],
  ])("%s: nothing to wait for", (_what, error) => {
    expect(isDatabaseDown(error)).toBe(false);
  });

  it("tells which rule was broken, and whose turn it is again", () => {
    const broken = wrapped("P2002", {
      kind: "UniqueConstraintViolation",
      originalCode: "23505",
      constraint: { index: "CallLog_one_live_outgoing_call" },
    });
    expect([
      violates(broken, "CallLog_one_live_outgoing_call"),
      violates(broken, "Another_key"),
    ]).toEqual([true, false]);
    expect([
      isTransactionConflict(wrapped("P2034", {})),
      isTransactionConflict(wrapped("P2010", { kind: "TransactionWriteConflict" })),
      isTransactionConflict(broken),
    ]).toEqual([true, true, false]);
  });
});
