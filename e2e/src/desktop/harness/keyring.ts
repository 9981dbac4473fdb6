import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { end } from "./display.ts";

/** A session bus of its own, with an unlocked keychain. */
export interface Keyring {
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the encrypted files of the keychain. */
  readonly folder: string;
  /** Locks the keychain. Programs that use it wait until a person has typed the password. */
  lock(): Promise<void>;
  /** Restarts the keychain, unlocked. */
  unlock(): Promise<void>;
  /** Returns the D-Bus paths of all secrets. */
  secrets(): Promise<string[]>;
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

async function startBus(env: NodeJS.ProcessEnv): Promise<{ bus: ChildProcess; address: string }> {
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=1"], {
    // The bus starts the program that asks for the password. It needs no accessibility services.
    env: { ...env, NO_AT_BRIDGE: "1", GTK_A11Y: "none" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    bus.once("error", reject);
    bus.once("exit", (code) => reject(new Error(`dbus-daemon ended with ${code}`)));
    bus.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });
  return { bus, address };
}

/** Starts GNOME's keychain, unlocked with a password of this run. */
async function startKeychain(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const keychain = spawn(
    "gnome-keyring-daemon",
    ["--foreground", "--components=secrets", "--unlock"],
    { env, stdio: ["pipe", "ignore", "ignore"] },
  );
  keychain.stdin.end("the password of this test run");
  await keychainOn(env);
  return keychain;
}

/** Calls a method of the keychain. Returns the reply as `dbus-send` prints it. */
async function callKeychain(
  env: NodeJS.ProcessEnv,
  method: string,
  argument: string,
): Promise<string> {
  const target = ["--session", "--print-reply", "--dest=org.freedesktop.secrets"];
  const name = `org.freedesktop.Secret.Service.${method}`;
  const call = [...target, "/org/freedesktop/secrets", name, argument];
  return (await run("dbus-send", call, { env })).stdout;
}

/** Starts a bus and GNOME's keychain. `display` shows the question for the password. */
export async function openKeyring(
  display: Readonly<Record<string, string>> = {},
): Promise<Keyring> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-keyring-"));
  const own = { XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
  const { bus, address } = await startBus({ ...process.env, ...display, ...own });
  const env = { DBUS_SESSION_BUS_ADDRESS: address, ...own };
  const all = { ...process.env, ...env };
  let keychain = await startKeychain(all);
  return {
    env,
    folder,
    lock: async () => {
      const login = "/org/freedesktop/secrets/collection/login";
      expect(await callKeychain(all, "Lock", `array:objpath:${login}`)).toContain(login);
    },
    unlock: async () => {
      await end(keychain);
      keychain = await startKeychain(all);
    },
    secrets: async () =>
      (await callKeychain(all, "SearchItems", "dict:string:string:")).match(
        /\/collection\/[^"]+/gu,
      ) ?? [],
    stop: async () => {
      await end(keychain);
      await end(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
