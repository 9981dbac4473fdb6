import { spawn } from "node:child_process";

const running = new Set();

/** Ends what runs when the person who waits breaks off. */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    for (const child of running) endGroup(child, "SIGTERM");
    process.exit(130);
  });
}

/** A command's own processes end with it: it has a group of its own. */
function endGroup(child, signal) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Runs a command with a time limit, its output shown; "ok", or how it went wrong. */
export function runLimited([command, ...args], { cwd, env, limit }) {
  return new Promise((resolve) => {
    let late = false;
    const windows = process.platform === "win32";
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "inherit", "inherit"],
      detached: !windows,
      shell: windows && command === "npm",
    });
    running.add(child);
    const timer = setTimeout(() => {
      late = true;
      endGroup(child, "SIGTERM");
      setTimeout(() => endGroup(child, "SIGKILL"), 10_000).unref();
    }, limit);
    const finish = (outcome) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(outcome);
    };
    child.on("error", (error) => finish(error.message));
    child.on("exit", (code, signal) => {
      if (late) finish(`broken off after ${limit / 60_000} minutes`);
      else finish(code === 0 ? "ok" : `ended with ${signal ?? `exit code ${code}`}`);
    });
  });
}
