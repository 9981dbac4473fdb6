import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/**
 * @typedef {{
 *   file: string;
 *   suites: readonly string[];
 *   title: string;
 *   project: "unit" | "integration" | "e2e";
 *   skipped: boolean;
 * }} Test
 *   `suites` are the titles of the `describe` blocks around it, outermost first.
 */

/**
 * Returns the tests of one run.
 *
 * @param {string} folder Holds one JSON report of Vitest for each project.
 * @returns {Test[]}
 */
export function readTests(folder) {
  const reports = ["unit", "integration", "e2e"]
    .map((project) => join(folder, `${project}.json`))
    .filter((file) => existsSync(file));
  if (reports.length === 0) throw new Error(`${folder} holds no results of npm test`);
  return reports.flatMap((file) => testsOf(JSON.parse(readFileSync(file, "utf8"))));
}

const testsOf = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      file: basename(name),
      suites: ancestorTitles,
      title,
      project: projectOf(name),
      skipped: status !== "passed" && status !== "failed",
    })),
  );

const projectOf = (file) => /\.(integration|e2e)\.test\.\w+$/u.exec(file)?.[1] ?? "unit";
