import { callReadCases } from "./call-read-cases.ts";
import { callWriteCases } from "./call-write-cases.ts";
import { givenCalls, type CallStoreUnderTest } from "./given-calls.ts";
import { sweepCases } from "./call-sweep-cases.ts";

/** Cases for every call store, the real one and the fake. */
export function callStoreCases(create: () => CallStoreUnderTest): void {
  const given = givenCalls(create);
  callWriteCases(given);
  callReadCases(given);
  sweepCases(given);
}
