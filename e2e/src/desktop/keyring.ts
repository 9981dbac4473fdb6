import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { end } from "./display.ts";

/** A session bus of its own, with an unlocked keychain. */
export interface Keyring {
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the encrypted files of the keychain. */
  readonly folder: string;
  /** Lets the keychain hang: it is on the bus, and never replies. */
  pause(): void;
  stop(): Promise<void>;
}

/** A bus address that leads nowhere, as on a machine without a keychain. */
export const noKeyring = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" };

const run = promisify(execFile);

/** Waits until the keychain replies on the bus. */
async function keychainOn(env: NodeJS.ProcessEnv): Promise<void> {
  const question = [
    "--session",
    "--print-reply",
    "--dest=org.freedesktop.DBus",
    "/",
    "org.freedesktop.DBus.NameHasOwner",
    "string:org.freedesktop.secrets",
  ];
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    const { stdout } = await run("dbus-send", question, { env });
    if (stdout.includes("boolean true")) return;
  }
  throw new Error("the keychain did not come up within 15 s");
}

async function startBus(): Promise<{ bus: ChildProcess; address: string }> {
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=1"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    bus.once("error", reject);
    bus.once("exit", (code) => reject(new Error(`dbus-daemon ended with ${code}`)));
    bus.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });
  return { bus, address };
}

/** Starts a bus and GNOME's keychain, unlocked with a password of this run. */
export async function openKeyring(): Promise<Keyring> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-keyring-"));
  const { bus, address } = await startBus();
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
  const all = { ...process.env, ...env };
  const keyring = spawn(
    "gnome-keyring-daemon",
    ["--foreground", "--components=secrets", "--unlock"],
    { env: all, stdio: ["pipe", "ignore", "ignore"] },
  );
  keyring.stdin.end("the password of this test run");
  await keychainOn(all);
  return {
    env,
    folder,
    pause: () => void keyring.kill("SIGSTOP"),
    stop: async () => {
      // A paused program does not end.
      keyring.kill("SIGCONT");
      await end(keyring);
      await end(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
