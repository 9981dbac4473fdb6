import { defineConfig } from "vitest/config";
import { LongestFirst } from "./e2e/longest-first.ts";

// unit: no service, no network. integration: real PostgreSQL and the local stack's parts. e2e: the
// whole product.
const integration = ["**/*.integration.test.{ts,tsx}"];
const rooms = "{contract,client,react,console,widget,desktop,server,platform,prisma,local,bench}";
/**
 * How long a polled condition may take to come true, where its test does not say: as with the
 * limits, never a wait.
 */
const polls = { poll: { timeout: 10_000 } };
const ignored = ["**/node_modules/**", "**/dist/**", "**/.local/**"];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // Threads: most of a unit run is starting up, and nothing in it needs a process of its own.
      // Limits are for what hangs: where all cores are taken, a screen that is drawn twice may need
      // more than the usual 5 s.
      {
        test: {
          name: "unit",
          pool: "threads",
          include: [`${rooms}/src/**/*.test.{ts,tsx}`, ".ci/**/*.test.mjs", "docs/*.test.ts"],
          exclude: [...ignored, ...integration],
          testTimeout: 30_000,
          expect: polls,
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "integration",
          globalSetup: ["local/src/testing/shared-postgres.ts"],
          include: integration,
          exclude: ignored,
          expect: polls,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: "100%",
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/src/**/*.e2e.test.ts"],
          expect: polls,
          globalSetup: ["e2e/src/harness/stack/global-setup.ts"],
          setupFiles: ["e2e/src/harness/setup.ts"],
          exclude: ignored,
          testTimeout: 90_000,
          hookTimeout: 300_000,
          // Each worker has a stack and browsers of its own, which its files use one after another:
          // they share the modules that know them.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
