// `npm test`: installs what is missing, runs every check and every test, and ends with "N passed, N
// failed".
// Plain Node ≥ 20 without dependencies, because it runs before anything is installed.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, productNode } from "../local/install.mjs";
import { runLimited } from "./run-limited.mjs";
import { ensureSystemPackages } from "./system-packages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, ".local", "test-results");
/** Here the harness saves what the pages of a failed test show. */
const failedPages = join(results, "failures");
const minute = 60_000;

/** Checks that count as one each. The client of the database comes first: types and tests need it. */
const checks = [
  { name: "database client", args: ["local/src/builds/build.ts", "client"], limit: 3 * minute },
  { name: "format (npm run format)", args: [bin("oxfmt"), "--check"], limit: 1 * minute },
  { name: "lint", args: [bin("oxlint"), "--deny-warnings"], limit: 3 * minute },
  { name: "structure", args: [".ci/structure.mjs", "--check"], limit: 1 * minute },
  {
    name: "type check",
    args: [bin("typescript", "tsc"), "-p", "tsconfig.json"],
    limit: 5 * minute,
  },
  {
    name: "type check of the widget",
    args: [bin("typescript", "tsc"), "-p", "widget/tsconfig.json"],
    limit: 5 * minute,
  },
  {
    name: "API report (npm run api)",
    args: ["client/api-report.ts", "--check"],
    limit: 2 * minute,
  },
  { name: "pages built", args: ["local/src/builds/build.ts", "pages"], limit: 6 * minute },
  { name: "size", npm: "size", limit: 3 * minute },
  // Programs that tests need, once per machine. A build of LiveKit takes minutes.
  { name: "LiveKit", args: ["e2e/src/harness/stack/obtain-livekit.ts"], limit: 25 * minute },
  { name: "rclone", args: ["local/src/s3/obtain-rclone.ts"], limit: 25 * minute },
  {
    name: "Schemathesis",
    args: ["server/src/testing/schemathesis/install.ts"],
    limit: 10 * minute,
  },
  { name: "PostgreSQL programs", args: ["e2e/src/deploy/postgres-programs.ts"], limit: 5 * minute },
  { name: "Electron", args: ["e2e/src/harness/electron/obtain-electron.ts"], limit: 10 * minute },
];

/** Runs of Vitest's projects. Their limits end a run that hangs. */
const testRuns = [
  { name: "unit", projects: ["unit", "unit-pages"], limit: 5 * minute },
  { name: "integration", projects: ["integration"], limit: 20 * minute },
  { name: "e2e", projects: ["e2e", "deadlines"], limit: 30 * minute },
];

/** The file that a package's command runs. */
function bin(name, command = name) {
  return { name, command };
}

function resolveBin({ name, command }) {
  const folder = join(root, "node_modules", name);
  const entry = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).bin;
  return join(folder, typeof entry === "string" ? entry : entry[command]);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

function count(ok, name) {
  counts[ok ? "passed" : "failed"] += 1;
  if (!ok) failures.push(name);
}

async function runCheck(node, env, { name, args, npm, limit }) {
  console.log(`\n== ${name}`);
  const command = npm
    ? ["npm", "run", "--silent", npm]
    : [node, ...args.map((arg) => (typeof arg === "string" ? arg : resolveBin(arg)))];
  const outcome = await runLimited(command, { cwd: root, env, limit });
  if (outcome !== "ok") console.log(`${name}: ${outcome}`);
  count(outcome === "ok", name);
}

async function runTests(node, env, { name, projects, limit }) {
  console.log(`\n== ${name} tests`);
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const command = [
    node,
    resolveBin(bin("vitest")),
    "run",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const outcome = await runLimited(command, { cwd: root, env, limit });
  const counted = countResults(name, file);
  // A run that broke off, or ended badly with every test green, has not passed.
  if (outcome !== "ok" && counted.failed === 0) count(false, `${name} tests: ${outcome}`);
  else if (counted.passed + counted.failed === 0) count(false, `${name} tests: none ran`);
}

function countResults(project, file) {
  const counted = { passed: 0, failed: 0 };
  if (!existsSync(file)) return counted;
  for (const suite of JSON.parse(readFileSync(file, "utf8")).testResults) {
    const tests = suite.assertionResults.filter(
      (test) => test.status === "passed" || test.status === "failed",
    );
    for (const test of tests) {
      counted[test.status] += 1;
      count(
        test.status === "passed",
        `${project}: ${test.fullName}${firstLine(test.failureMessages?.[0])}`,
      );
    }
    counts.skipped += suite.assertionResults.length - tests.length;
    if (suite.status === "failed" && !tests.some((test) => test.status === "failed")) {
      counted.failed += 1;
      count(false, `${project}: ${suite.name} (${(suite.message ?? "").split("\n")[0]})`);
    }
  }
  return counted;
}

/** Returns the first line of a failure, at most 300 characters. The full text is printed above. */
const firstLine = (message) => (message ? `\n      ${message.split("\n")[0].slice(0, 300)}` : "");

/** Prints what the pages of failed tests showed, for runs whose files nobody can read. */
function printFailedPages() {
  if (!existsSync(failedPages)) return;
  for (const test of readdirSync(failedPages).slice(0, 3))
    for (const file of readdirSync(join(failedPages, test)).filter((name) =>
      name.endsWith(".txt"),
    )) {
      const lines = readFileSync(join(failedPages, test, file), "utf8").split("\n");
      console.log(`\n-- a page of ${test}\n${lines.slice(0, 40).join("\n")}`);
    }
}

function summary(began) {
  printFailedPages();
  if (failures.length > 0)
    console.log(`\nFailed:\n${failures.map((name) => `  ✗ ${name}`).join("\n")}`);
  console.log(`\nTook ${Math.round((Date.now() - began) / 1000)} s`);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
}

async function main() {
  const began = Date.now();
  await ensureInstalled(root);
  await ensureSystemPackages();
  mkdirSync(results, { recursive: true });
  rmSync(failedPages, { recursive: true, force: true });
  const node = productNode(root);
  const env = {
    ...process.env,
    PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    NODE_NO_WARNINGS: "1",
    // The tests start Node more than a hundred times, mostly with the same modules.
    NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "node"),
  };
  for (const check of checks) await runCheck(node, env, check);
  for (const run of testRuns) await runTests(node, env, run);
  summary(began);
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(`\n${error.message}`);
  console.log(`${counts.passed} passed, ${counts.failed + 1} failed`);
  process.exit(1);
}
