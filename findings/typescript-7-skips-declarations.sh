#!/usr/bin/env bash
# TypeScript 7 writes no declarations of some files of a linked workspace package, and reports
# success.
#
# Two packages of a workspace are compiled in one program, and all their entry points are in
# `files`. One imports the other by its name, which is a link in node_modules. TypeScript 7 may
# reach the files behind the other's entry point by that link first. It then treats them as files of
# an installed package, although the program's own file imports them, too: it writes
# `a/src/index.d.ts`, which exports from `./one.ts`, but no `a/src/one.d.ts`. The exit code is 0.
# The order of `files` decides, and without `--singleThreaded` also the timing. TypeScript 6 writes
# all declarations in each order.
#
# Needs Node 20 or newer, and npm. Works in a temporary folder. Fails if the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >npm.log
npm install --silent --no-audit --no-fund seven@npm:typescript@7.0.2 six@npm:typescript@6.0.2
mkdir -p a/src b/src node_modules/@demo
for name in a b; do
  echo "{\"name\":\"@demo/$name\",\"type\":\"module\",\"exports\":{\".\":\"./src/index.ts\"}}" >$name/package.json
  ln -s "../../$name" "node_modules/@demo/$name"
done
echo 'export const one = 1;' >a/src/one.ts
echo 'export { one } from "./one.ts";' >a/src/index.ts
echo 'export { one as uno } from "@demo/a";' >b/src/index.ts

cat >try.mjs <<'JS'
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";

/** Compiles with the files in this order. Returns which declarations were written. */
function compile(name, files, ...flags) {
  rmSync("out", { recursive: true, force: true });
  const compilerOptions = {
    target: "es2023",
    module: "esnext",
    moduleResolution: "bundler",
    allowImportingTsExtensions: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: ".",
    outDir: "out",
    types: [],
  };
  writeFileSync("tsconfig.json", JSON.stringify({ compilerOptions, files }));
  const tsc = `node_modules/${name}/bin/tsc`;
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.json", ...flags], { stdio: "inherit" });
  return ["a/src/index", "a/src/one", "b/src/index"].filter((file) => existsSync(`out/${file}.d.ts`));
}

const version = (name) =>
  execFileSync(process.execPath, [`node_modules/${name}/bin/tsc`, "--version"]).toString().trim();
const first = ["a/src/index.ts", "b/src/index.ts"];
const last = first.toReversed();
const all = ["a/src/index", "a/src/one", "b/src/index"];

const seen = {
  [`${version("seven")}, a first`]: compile("seven", first, "--singleThreaded"),
  [`${version("seven")}, b first`]: compile("seven", last, "--singleThreaded"),
  [`${version("six")}, a first`]: compile("six", first),
  [`${version("six")}, b first`]: compile("six", last),
};
for (const [run, written] of Object.entries(seen)) console.log(`${run}: ${written.join(" ")}`);
assert.deepEqual(Object.values(seen), [all.filter((file) => file !== "a/src/one"), all, all, all]);
console.log("TypeScript 7 wrote no declarations of a/src/one.ts in one order, and ended with 0.");
JS
node try.mjs
