import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { end } from "./display.ts";

/** A desktop session's bus with an unlocked keychain on it, both of the test's own. */
export interface Keyring {
  readonly env: Readonly<Record<string, string>>;
  /** Folder where the keychain keeps its files, encrypted. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The address of no bus at all: a machine without a keychain, whatever the one that tests has. */
export const noKeyring = { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" };

const firstOutput = (stream: NodeJS.ReadableStream | null, child: { once(event: "error" | "exit", listener: (reason: unknown) => void): unknown }): Promise<string> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`ended with ${String(code)}`)));
    stream?.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });

/** Starts a bus and GNOME's keychain on it, unlocked by a password of this run. */
export async function openKeyring(): Promise<Keyring> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-keyring-"));
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=1"], { stdio: ["ignore", "pipe", "ignore"] });
  const address = await firstOutput(bus.stdout, bus);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
  const keyring = spawn("gnome-keyring-daemon", ["--foreground", "--components=secrets", "--unlock"], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  // It reports where it listens once it has unlocked.
  const ready = firstOutput(keyring.stdout, keyring);
  keyring.stdin?.end("the password of this test run");
  await ready;
  return {
    env,
    folder,
    stop: async () => {
      await end(keyring);
      await end(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
