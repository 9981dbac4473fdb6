// Used by `npm start` and `npm test` before anything is installed. Plain Node ≥ 20 without
// dependencies.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const minimumNode = 20;
const wantedNode = 24;

/**
 * Contains the hash of package-lock.json. Only a changed lock file makes the next start install
 * again.
 */
const markerPath = (root) => join(root, "node_modules", ".synapse-installed");
const lockHash = (root) =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

function installed(root) {
  return (
    existsSync(markerPath(root)) && readFileSync(markerPath(root), "utf8").trim() === lockHash(root)
  );
}

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < minimumNode)
    throw new Error(`Node ${minimumNode} or newer is needed; this is ${process.version}.`);
}

/** Runs a command and reports its progress in seconds. Shows its output only if it fails. */
function runWithProgress(command, args, { cwd, label, log }) {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const output = [];
    // Without this, `npm start --silent` would also hide why this npm fails.
    const env = { ...process.env, npm_config_loglevel: "warn" };
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const seconds = () => Math.round((Date.now() - began) / 1000);
    const progress = setInterval(() => log(`  ${label}… ${seconds()} s`), 10_000);
    const finish = (error) => {
      clearInterval(progress);
      if (error) reject(error);
      else resolve(seconds());
    };
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.on("error", (error) =>
      finish(
        new Error(
          error.code === "ENOENT"
            ? `${command} is not on the PATH. Install Node.js with npm.`
            : error.message,
        ),
      ),
    );
    child.on("close", (code, signal) => {
      if (code === 0) return finish();
      const reason = reasonIn(Buffer.concat(output).toString());
      const outcome = `failed (${signal ?? `exit code ${code}`})`;
      finish(new Error(`${command} ${args.join(" ")} ${outcome}:\n${reason}`));
    });
  });
}

/** Returns npm's error lines, which come before its hints, or else the last lines. */
function reasonIn(output) {
  const lines = output.trimEnd().split("\n");
  const errors = lines.filter((line) => /^npm (error|ERR!)/u.test(line));
  return (errors.length > 0 ? errors.slice(0, 15) : lines.slice(-15)).join("\n");
}

/** Installs the npm packages if they are missing or older than package-lock.json. */
export async function ensureInstalled(root, log = console.log) {
  checkNode();
  if (installed(root)) return;
  const fresh = !existsSync(join(root, "node_modules"));
  log(
    fresh
      ? "Installing npm packages (first time, about a minute)"
      : "Installing npm packages (package-lock.json has changed)",
  );
  const hash = lockHash(root);
  const seconds = await runWithProgress(
    "npm",
    [fresh ? "ci" : "install", "--no-audit", "--no-fund"],
    {
      cwd: root,
      label: "installing",
      log,
    },
  );
  // `npm install` may rewrite the lock file. The marker needs the hash of the new one.
  writeFileSync(
    markerPath(root),
    existsSync(join(root, "package-lock.json")) ? lockHash(root) : hash,
  );
  log(`  done in ${seconds} s`);
}

/**
 * Returns the path of the Node that runs the product: that of npm's package `node`, or else this
 * one if it is new enough.
 */
export function productNode(root) {
  const packaged = join(
    root,
    "node_modules",
    "node",
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split(".")[0]) >= wantedNode) return process.execPath;
  throw new Error(
    `Node ${wantedNode} is needed: npm's package "node" brings it, ` +
      "but its install script did not run. " +
      `Allow it (npm rebuild node) or install Node ${wantedNode}.`,
  );
}
