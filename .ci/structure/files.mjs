// Lists and reads the files of a checkout.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { isCode, isScript, isTest, readOtherCode, readScript } from "./source.mjs";

/** Written by tools or, for migrations, never changed once written. */
const exempt =
  /(?:^|\/)(?:generated|dist|node_modules|\.local|\.git)(?:\/|$)|^prisma\/migrations\//u;

/** Tests and their helpers have no limit on the length of functions, as in oxlint.config.ts. */
const forTests = (path) => isTest(path) || /^e2e\/|(?:^|\/)testing\//u.test(path);

/** Returns the paths of a checkout's own files, with slashes, in order. */
export function listFiles(root) {
  const paths = existsSync(join(root, ".git")) ? listGit(root) : listFolder(root, "");
  return paths.filter((path) => !exempt.test(path)).toSorted();
}

function listGit(root) {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const output = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1e8 });
  return output.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}

function listFolder(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (exempt.test(path)) return [];
    return entry.isDirectory() ? listFolder(root, path) : [path];
  });
}

/** Reads all code of a checkout: per file its lines, imports, functions and long lines. */
export function readCode(root, paths) {
  return paths.filter(isCode).map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const read = isScript(path)
      ? readScript(path, text)
      : { imports: [], functions: [], longLines: readOtherCode(text) };
    return { path, lines: text.trimEnd().split("\n").length, forTests: forTests(path), ...read };
  });
}

/** Returns the parsed package.json files by folder. */
export function readManifests(root, paths) {
  const found = paths.filter((path) => posix.basename(path) === "package.json");
  return Object.fromEntries(
    found.map((path) => [dirname(path), JSON.parse(readFileSync(join(root, path), "utf8"))]),
  );
}

/** Returns the reason that a folder's README gives for having more than 20 files, if it does. */
export function reasonForManyFiles(root, folder) {
  const readme = join(root, folder, "README.md");
  if (!existsSync(readme)) return undefined;
  return /^More than 20 files here: (.+)$/mu.exec(readFileSync(readme, "utf8"))?.[1];
}
