import { describe } from "vitest";
import { createMemoryCounter } from "./memory-counter.ts";
import { counterCases } from "./testing/counter-cases.ts";

describe("a counter in memory", () => {
  counterCases(async (limits) => ({ counter: createMemoryCounter(limits) }));
});
