import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { end } from "./display.ts";

/**
 * A system bus and session bus in one, with a fake logind and a fake GNOME session manager. It has
 * no keychain.
 */
export interface DesktopBus {
  readonly env: Readonly<Record<string, string>>;
  /** Sends logind's signals of a sleep and of the resume after it. */
  sleepAndResume(): void;
  /** Returns how often the app has forbidden the system to sleep, and allowed it again. */
  inhibitions(): { readonly started: number; readonly ended: number };
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

/** Starts the bus and the services. They need Debian's Python, which has `dbusmock`. */
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
  const script = join(import.meta.dirname, "fake-services.py");
  const services = spawn("/usr/bin/python3", [script, address], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let calls = "";
  services.stdout.on("data", (data: Buffer) => (calls += data.toString()));
  await firstLine(services);
  return {
    env: {
      DBUS_SESSION_BUS_ADDRESS: address,
      DBUS_SYSTEM_BUS_ADDRESS: address,
      // Chromium asks GNOME's session manager only on GNOME.
      XDG_CURRENT_DESKTOP: "GNOME",
    },
    sleepAndResume: () => services.stdin.write("sleep\nresume\n"),
    inhibitions: () => ({
      started: calls.match(/ Inhibit "[^"]*" \d/gu)?.length ?? 0,
      ended: calls.match(/ Uninhibit \d/gu)?.length ?? 0,
    }),
    stop: async () => {
      await end(services);
      await end(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
