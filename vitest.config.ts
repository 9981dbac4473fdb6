import { defineConfig } from "vitest/config";
import { LongestFirst } from "./e2e/longest-first.ts";

// unit: without services and network. integration: with a real PostgreSQL and single processes of
// the local stack. e2e: the whole product. deadlines: time limits of whole commands and browsers.
const integration = ["**/*.integration.test.{ts,tsx}"];
const deadlines = ["**/*.deadline.test.ts"];
const ignored = ["**/node_modules/**", "**/dist/**", "**/.local/**"];
const nodePackages = "{contract,client,desktop,server,recorder,platform,prisma,local,bench}";
const pagePackages = "{react,console,widget}";

/** Limits for conditions and tests that never come true. An idle machine needs far less. */
const expect = { poll: { timeout: 10_000 } };
const unitTimeouts = { testTimeout: 30_000, hookTimeout: 30_000, expect };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // Threads that load each module once: most of the time of a unit test is loading.
      {
        test: {
          ...unitTimeouts,
          name: "unit",
          include: [`${nodePackages}/src/**/*.test.ts`, ".ci/**/*.test.mjs", "docs/*.test.ts"],
          exclude: [...ignored, ...integration, ...deadlines],
          pool: "threads",
          isolate: false,
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      // Each file has modules and a jsdom of its own, as files of one worker would share the
      // document. With `vmThreads` a worker loads jsdom itself only once.
      {
        test: {
          ...unitTimeouts,
          name: "unit-pages",
          include: [`${pagePackages}/src/**/*.test.{ts,tsx}`],
          exclude: [...ignored, ...integration, ...deadlines],
          pool: "vmThreads",
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "integration",
          include: integration,
          exclude: ignored,
          globalSetup: ["local/src/testing/shared-postgres.ts"],
          expect,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // A worker loads Prisma, Express and supabase-js once, and keeps its PostgreSQL.
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/src/**/*.e2e.test.ts"],
          exclude: ignored,
          globalSetup: ["e2e/src/harness/stack/global-setup.ts"],
          setupFiles: ["e2e/src/harness/setup.ts"],
          expect,
          testTimeout: 90_000,
          hookTimeout: 300_000,
          // The files of a worker share its stack, its browsers, and the modules that hold them.
          isolate: false,
          // With a third one, a crashed server takes 17 s to start on two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      // Alone, because other tests beside it would be measured, too.
      {
        test: {
          name: "deadlines",
          include: deadlines,
          exclude: ignored,
          expect,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      // Outside `npm test`: each file takes minutes.
      {
        test: {
          name: "soak",
          include: ["e2e/src/**/*.soak.test.ts"],
          exclude: ignored,
          globalSetup: ["e2e/src/harness/stack/global-setup.ts"],
          setupFiles: ["e2e/src/harness/setup.ts"],
          expect,
          testTimeout: 90_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
