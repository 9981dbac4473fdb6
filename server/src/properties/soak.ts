// `npm run soak:calls [sequences] [seed]`: runs random sequences of commands against real servers
// and PostgreSQL, and checks every invariant after every step. Stops at the first failure, and
// prints the shortest sequence that shows it.
import { regressions } from "./regressions.ts";
import { replay, runSequences } from "./testing/sequences.ts";
import { describeStatistics, recordStatistics } from "./testing/statistics.ts";
import { createWorld } from "./testing/world/world.ts";

const sequences = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Math.trunc(Math.random() * 2 ** 31));
const began = performance.now();
const elapsed = (): string => `${Math.round((performance.now() - began) / 1000)} s`;

console.log(`${sequences} sequences, seed ${seed}`);
const first = await createWorld();
const worlds = [first, await createWorld(), await createWorld(), await createWorld()];
const statistics = recordStatistics();
for (const { name, steps } of regressions) {
  await replay(first, steps, recordStatistics()).catch((error: unknown) => {
    process.exitCode = 1;
    console.error(
      `regression "${name}" fails: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
}
// Ctrl-C ends the run and prints the figures so far.
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
      `failed after ${elapsed()}: ${message}\nsearching for a shorter sequence that fails …`,
    ),
});
console.log(describeStatistics(statistics));
console.log(`${failures.length} failures, took ${elapsed()}`);
for (const { seed: failingSeed, message, steps } of failures) {
  process.exitCode = 1;
  console.error(
    [
      `\nFAILED, seed ${failingSeed}\n${message}\n`,
      `For regressions.ts:\n{ name: "", steps: ${steps} },`,
    ].join("\n"),
  );
}
for (const world of worlds) await world.close();
// The database's process would keep this one running.
process.exit();
