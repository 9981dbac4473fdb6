// Compares the names of the tests in two runs of `npm test`.
//
//   node .ci/test-names.mjs BEFORE AFTER
//
// BEFORE and AFTER are folders with the results of a run, as `npm test` leaves them in
// `.local/test-results`. Prints what was dropped, added, renamed, skipped and moved to another
// project, and fails if a test was dropped or skipped.
import { compareTests } from "./test-names/compare.mjs";
import { readTests } from "./test-names/read.mjs";

const [before, after] = process.argv.slice(2);
if (!before || !after) {
  console.error("Usage: node .ci/test-names.mjs BEFORE AFTER");
  process.exit(2);
}
const [old, now] = [readTests(before), readTests(after)];
const { kept, ...changes } = compareTests(old, now);
console.log(`${old.length} tests before, ${now.length} after, ${kept} with the same name\n`);
for (const [title, lines] of Object.entries(changes)) {
  console.log(`${title}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}
process.exitCode = changes.dropped.length + changes.skipped.length > 0 ? 1 : 0;
