// `npm run soak:calls [sequences] [seed]`: many random sequences of commands against the real
// server and PostgreSQL, with every
// invariant checked after every command. Ends at the first failure, with the shortest sequence that
// shows it.
import { regressions } from "./regressions.ts";
import { replay, runSequences } from "./testing/sequences.ts";
import { describeStatistics, takeStatistics } from "./testing/statistics.ts";
import { createWorld } from "./testing/world/world.ts";

const sequences = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Math.trunc(Math.random() * 2 ** 31));
const began = performance.now();
const elapsed = (): string => `${Math.round((performance.now() - began) / 1000)} s`;

console.log(`${sequences} sequences, seed ${seed}`);
const first = await createWorld();
const worlds = [first, await createWorld(), await createWorld(), await createWorld()];
const statistics = takeStatistics();
for (const { name, deeds } of regressions) {
  await replay(first, deeds, takeStatistics()).catch((error: unknown) => {
    process.exitCode = 1;
    console.error(
      `regression "${name}" fails: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
}
// Ctrl-C ends the run with the figures so far.
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const failures = await runSequences({
  worlds,
  statistics,
  sequences,
  seed,
  signal: stop.signal,
  onSequence: (done) => {
    if (done % 100 === 0)
      console.log(`${done} sequences, ${elapsed()}, ${statistics.requests} requests`);
  },
  onFailure: (message) =>
    console.log(
      `failed after ${elapsed()}: ${message}\nlooking for a shorter sequence that fails …`,
    ),
});
console.log(describeStatistics(statistics));
console.log(`${failures.length} failures, took ${elapsed()}`);
for (const { seed: failingSeed, message, deeds } of failures) {
  process.exitCode = 1;
  console.error(
    `\nFAILED, seed ${failingSeed}\n${message}\n\nFor regressions.ts:\n{ name: "", deeds: ${deeds} },`,
  );
}
for (const world of worlds) await world.close();
// The database's process would keep this one.
process.exit();
