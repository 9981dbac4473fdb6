// Times `npm test` of two commits in turns, and prints each run and the medians.
//
//   node .ci/time-tests.mjs BEFORE AFTER [PAIRS]
//
// BEFORE and AFTER are commits or branches. PAIRS is the number of runs of each, 3 if left out.
// Each run is a fresh clone below the system's temporary folder, with its npm packages installed
// beforehand: the time is that of `npm test` alone. A run starts once the machine is quiet, at the
// latest after ten minutes. Output and results of each run are kept beside the clones.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const quietShare = 0.05;
const quietForMs = 10_000;
const longestWaitMs = 10 * 60_000;
const repository = dirname(dirname(fileURLToPath(import.meta.url)));

const [before, after, pairs = "3"] = process.argv.slice(2);
if (!before || !after || !(Number(pairs) > 0)) {
  console.error("Usage: node .ci/time-tests.mjs BEFORE AFTER [PAIRS]");
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "time-tests-"));
console.log(`clones, output and results: ${folder}`);
const seconds = { before: [], after: [] };
for (let number = 1; number <= Number(pairs); number += 1) {
  for (const [side, commit] of Object.entries({ before, after })) {
    const run = await timeRun(commit, join(folder, `${number}-${side}`));
    seconds[side].push(run.seconds);
    console.log(`${number} ${side.padEnd(6)} ${run.seconds.toFixed(0).padStart(5)} s  ${run.last}`);
  }
}
const [old, now] = [median(seconds.before), median(seconds.after)];
console.log(`medians: ${old.toFixed(0)} s before, ${now.toFixed(0)} s after, ratio ${ratio()}`);

function ratio() {
  return (now / old).toFixed(2);
}

/** Runs the tests of one commit; how long they took, and the last line that they printed. */
async function timeRun(commit, path) {
  const clone = `${path}-clone`;
  execFileSync("git", ["clone", "--quiet", repository, clone]);
  const revision = execFileSync("git", ["rev-parse", commit], {
    cwd: repository,
    encoding: "utf8",
  });
  execFileSync("git", ["checkout", "--quiet", "--detach", revision.trim()], { cwd: clone });
  const { ensureInstalled } = await import(pathToFileURL(join(clone, "local", "install.mjs")).href);
  await ensureInstalled(clone, () => undefined);
  await quiet();
  const output = openSync(`${path}.log`, "w");
  const began = performance.now();
  const child = spawn("npm", ["test", "--silent"], {
    cwd: clone,
    stdio: ["ignore", output, output],
  });
  await new Promise((resolve) => child.once("exit", resolve));
  const seconds = (performance.now() - began) / 1000;
  cpSync(join(clone, ".local", "test-results"), `${path}-results`, { recursive: true });
  rmSync(clone, { recursive: true, force: true });
  return { seconds, last: readFileSync(`${path}.log`, "utf8").trimEnd().split("\n").at(-1) };
}

/** Waits until hardly anything else runs, for ten seconds. */
async function quiet() {
  const deadline = performance.now() + longestWaitMs;
  for (let share = await busyShare(); share > quietShare; share = await busyShare()) {
    if (performance.now() < deadline) continue;
    console.log(`the machine is not quiet: processors are ${(share * 100).toFixed(0)} % busy`);
    return;
  }
}

/** Measures for some seconds which share of the processors' time is used. */
async function busyShare() {
  const before = processorTimes();
  await delay(quietForMs);
  const after = processorTimes();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

function processorTimes() {
  const times = cpus().flatMap((cpu) => Object.entries(cpu.times));
  const sum = (entries) => entries.reduce((total, [, ms]) => total + ms, 0);
  return { idle: sum(times.filter(([name]) => name === "idle")), all: sum(times) };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
