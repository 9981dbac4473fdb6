import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { end } from "./display.ts";

/** A tray on a bus. */
export interface TrayHost {
  /** Returns how many icons have registered. */
  icons(): number;
  stop(): Promise<void>;
}

/** Holds on the system's sleep. */
export interface Inhibitions {
  /** Number of those that the app's own code started, and of those that it ended. */
  readonly started: number;
  readonly ended: number;
  /** Reasons of all that last. Chromium has some of its own while sound plays or is sent. */
  readonly held: readonly string[];
}

/** Reads the calls that GNOME's session manager got. It numbers the holds from 1 on. */
function readInhibitions(calls: string): Inhibitions {
  const reasons = [...calls.matchAll(/ Inhibit "[^"]*" \d+ "([^"]*)"/gu)].map(
    ([, reason]) => reason,
  );
  const ended = new Set(
    [...calls.matchAll(/ Uninhibit (\d+)/gu)].map(([, cookie]) => Number(cookie)),
  );
  const holds = reasons.map((reason = "", index) => ({ reason, isOver: ended.has(index + 1) }));
  const own = holds.filter(({ reason }) => reason === "Electron");
  return {
    started: own.length,
    ended: own.filter(({ isOver }) => isOver).length,
    held: holds.filter(({ isOver }) => !isOver).map(({ reason }) => reason),
  };
}

/**
 * A system bus and session bus in one, with a fake logind and a fake GNOME session manager. It has
 * no keychain and no tray.
 */
export interface DesktopBus {
  readonly env: Readonly<Record<string, string>>;
  /** Sends logind's signals of a sleep and of the resume after it. */
  sleepAndResume(): void;
  /** Sends logind's signal that the system shuts down. */
  shutDown(): void;
  /** Returns how many apps delay the shutdown. */
  shutdownDelays(): Promise<number>;
  /** Returns how often the app has forbidden the system to sleep, and allowed it again. */
  inhibitions(): Inhibitions;
  stop(): Promise<void>;
}

/** A bus that starts no services by itself. */
const busConfig = `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>`;

/** Resolves with the first line that the program writes. */
const firstLine = (program: ChildProcess & { stdout: Readable }): Promise<string> =>
  new Promise((resolve, reject) => {
    program.once("error", reject);
    program.once("exit", (code) => reject(new Error(`${program.spawnfile} ended with ${code}`)));
    program.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });

/** Starts fake services on a bus. They need Debian's Python, which has `dbusmock`. */
async function startServices(address: string, ...services: string[]) {
  const script = join(import.meta.dirname, "fake-services.py");
  const program = spawn("/usr/bin/python3", [script, address, ...services], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await firstLine(program);
  return program;
}

/** Starts a tray on the session bus of an environment. */
export async function openTrayHost(env: Readonly<Record<string, string>>): Promise<TrayHost> {
  const services = await startServices(env["DBUS_SESSION_BUS_ADDRESS"] ?? "", "tray");
  let calls = "";
  services.stdout.on("data", (data: Buffer) => (calls += data.toString()));
  return {
    icons: () => calls.match(/ RegisterStatusNotifierItem /gu)?.length ?? 0,
    stop: () => end(services),
  };
}

/** Returns logind's list of those who delay something, as `dbus-send` prints it. */
async function listInhibitors(address: string): Promise<string> {
  const question = [
    `--bus=${address}`,
    "--print-reply",
    "--dest=org.freedesktop.login1",
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager.ListInhibitors",
  ];
  return (await promisify(execFile)("dbus-send", question)).stdout;
}

/** Starts the bus and the services. */
export async function openDesktopBus(): Promise<DesktopBus> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-bus-"));
  const config = join(folder, "bus.conf");
  await writeFile(config, busConfig);
  const bus = spawn(
    "dbus-daemon",
    [`--config-file=${config}`, "--nofork", "--nopidfile", "--print-address=1"],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const address = await firstLine(bus);
  const services = await startServices(address);
  let calls = "";
  services.stdout.on("data", (data: Buffer) => (calls += data.toString()));
  return {
    env: {
      DBUS_SESSION_BUS_ADDRESS: address,
      DBUS_SYSTEM_BUS_ADDRESS: address,
      // Chromium asks GNOME's session manager only on GNOME.
      XDG_CURRENT_DESKTOP: "GNOME",
    },
    sleepAndResume: () => services.stdin.write("sleep\nresume\n"),
    shutDown: () => services.stdin.write("shutdown\n"),
    shutdownDelays: async () =>
      (await listInhibitors(address)).match(/struct \{\s+string "shutdown"/gu)?.length ?? 0,
    inhibitions: () => readInhibitions(calls),
    stop: async () => {
      await end(services);
      await end(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
