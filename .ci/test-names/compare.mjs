/** @typedef {import("./read.mjs").Test} Test */

/** Names with less in common than this share of letter triples are not taken for a renaming. */
const enoughInCommon = 0.4;

/** @param {Test} test */
const nameOf = ({ suites, title }) => [...suites, title].join(" > ");

/**
 * Compares two lists of tests. A test is the same if its name is, suites included: its file and its
 * project may differ. The rest is paired, where it can be, by title, then by likeness within a
 * file.
 *
 * @param {readonly Test[]} before
 * @param {readonly Test[]} after
 */
export function compareTests(before, after) {
  const same = pair(before, after, (one, other) => nameOf(one) === nameOf(other));
  const retitled = pair(same.before, same.after, (one, other) => one.title === other.title);
  const alike = pair(
    retitled.before,
    retitled.after,
    (one, other) =>
      one.file === other.file && inCommon(nameOf(one), nameOf(other)) >= enoughInCommon,
  );
  const pairs = [...same.pairs, ...retitled.pairs, ...alike.pairs];
  return {
    kept: same.pairs.length,
    dropped: alike.before.map((test) => `${test.file}: ${nameOf(test)}`),
    added: alike.after.map((test) => `${test.file}: ${nameOf(test)}`),
    renamed: [...retitled.pairs, ...alike.pairs].map(
      ([one, other]) => `${nameOf(one)} → ${nameOf(other)}`,
    ),
    skipped: pairs
      .filter(([one, other]) => !one.skipped && other.skipped)
      .map(([, other]) => `${other.file}: ${nameOf(other)}`),
    moved: pairs
      .filter(([one, other]) => one.project !== other.project)
      .map(([one, other]) => `${one.project} → ${other.project}: ${nameOf(other)}`),
  };
}

/** Takes each test of one list with the first match that is left in the other. */
function pair(before, after, matches) {
  const left = [...after];
  const unmatched = [];
  const pairs = [];
  for (const test of before) {
    const index = left.findIndex((candidate) => matches(test, candidate));
    if (index === -1) unmatched.push(test);
    else pairs.push([test, left.splice(index, 1)[0]]);
  }
  return { pairs, before: unmatched, after: left };
}

/** Returns the share of letter triples that two texts have in common, 0 to 1. */
function inCommon(one, other) {
  const [ours, theirs] = [triples(one), triples(other)];
  const shared = [...ours].filter((triple) => theirs.has(triple)).length;
  return shared / Math.max(1, ours.size, theirs.size);
}

const triples = (text) =>
  new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
