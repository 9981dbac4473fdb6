// What `npm start` and `npm test` share before anything is installed: plain Node ≥ 20, no
// dependencies.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const minimumNode = 20;
const wantedNode = 24;

/**
 * The marker holds the lock file's hash, so a pull that changes the lock installs again and nothing
 * else does.
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

/** Runs a command, counts the seconds aloud, and shows its output only when it fails. */
function runCounting(command, args, { cwd, label, say }) {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const output = [];
    // `npm start --silent` would silence the npm below it too, and with it the reason of a failure.
    const env = { ...process.env, npm_config_loglevel: "warn" };
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const seconds = () => Math.round((Date.now() - began) / 1000);
    const ticking = setInterval(() => say(`  ${label}… ${seconds()} s`), 10_000);
    const finish = (error) => {
      clearInterval(ticking);
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
      finish(
        new Error(
          `${command} ${args.join(" ")} failed (${signal ?? `exit code ${code}`}):\n${reasonIn(Buffer.concat(output).toString())}`,
        ),
      );
    });
  });
}

/** npm says its reason first and then how to use it at length. */
function reasonIn(output) {
  const lines = output.trimEnd().split("\n");
  const errors = lines.filter((line) => /^npm (error|ERR!)/u.test(line));
  return (errors.length > 0 ? errors.slice(0, 15) : lines.slice(-15)).join("\n");
}

/** Installs the npm packages when they are missing or older than package-lock.json. */
export async function ensureInstalled(root, say = console.log) {
  checkNode();
  if (installed(root)) return;
  const fresh = !existsSync(join(root, "node_modules"));
  say(
    fresh
      ? "Installing npm packages (first time, about a minute)"
      : "Installing npm packages (package-lock.json has changed)",
  );
  const hash = lockHash(root);
  const seconds = await runCounting("npm", [fresh ? "ci" : "install", "--no-audit", "--no-fund"], {
    cwd: root,
    label: "installing",
    say,
  });
  // `npm install` may rewrite the lock file; the marker names the one that is on disk now.
  writeFileSync(
    markerPath(root),
    existsSync(join(root, "package-lock.json")) ? lockHash(root) : hash,
  );
  say(`  done in ${seconds} s`);
}

/** The Node that the product runs on: the installed package's, else this one when it is new enough. */
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
    `Node ${wantedNode} is needed: npm's package "node" brings it, but its install script did not run. Allow it (npm rebuild node) or install Node ${wantedNode}.`,
  );
}
