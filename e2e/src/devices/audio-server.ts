import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { vi } from "vitest";

/** A device that can be unplugged. */
export interface PluggedDevice {
  unplug(): Promise<void>;
}

/** A sound server with devices that a test plugs in and out. Nothing of it is heard. */
export interface AudioServer {
  /** Variables by which programs reach it. */
  readonly env: Readonly<Record<string, string>>;
  plugInSpeaker(name: string): Promise<PluggedDevice>;
  /** Plugs a microphone in that records a tone. Its name is `Tone of 440 Hz`, for example. */
  plugInMicrophone(hertz: number): Promise<PluggedDevice>;
  /** Returns the names of the speakers that programs play on, in order, each once. */
  playingOn(): Promise<string[]>;
  /** Returns the number of streams that programs have opened, playing or not. */
  streams(): Promise<number>;
  close(): Promise<void>;
}

const run = promisify(execFile);

/** Starts PulseAudio in a folder of its own, so that it touches no other one. */
export async function startAudioServer(): Promise<AudioServer> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-audio-"));
  const socket = join(folder, "native");
  const env = {
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: join(folder, "runtime"),
    PULSE_SERVER: `unix:${socket}`,
    // It would look for a bus, and for other sound servers there.
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, "no-bus")}`,
    DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(folder, "no-bus")}`,
  };
  const options = { env: { ...process.env, ...env } };
  const server = spawn(
    "pulseaudio",
    [
      ["-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", "--use-pid-file=no"],
      ["-L", `module-native-protocol-unix socket=${socket} auth-anonymous=1`],
      ["-L", "module-always-sink"],
    ].flat(),
    { ...options, stdio: "ignore" },
  );
  try {
    await vi.waitUntil(() => existsSync(socket), { timeout: 10_000, interval: 50 });
  } catch (error) {
    server.kill();
    throw error;
  }
  const pactl = async (...words: string[]): Promise<string> =>
    (await run("pactl", words, options)).stdout.trim();
  const plugIn = async (...module: string[]): Promise<PluggedDevice> => {
    const id = await pactl("load-module", ...module);
    return { unplug: async () => void (await pactl("unload-module", id)) };
  };
  /** Returns the rows of a short list, each as its columns. */
  const rowsOf = async (list: string): Promise<string[][]> =>
    (await pactl("list", "short", list))
      .split("\n")
      .filter(Boolean)
      .map((row) => row.split("\t"));
  /** Returns the streams of programs. Those of the server itself, such as a tone, have no client. */
  const streams = async (): Promise<string[][]> =>
    (await rowsOf("sink-inputs")).filter(([, , client]) => client !== "-");
  return {
    env,
    plugInSpeaker: (name) =>
      plugIn("module-null-sink", `sink_name=${name}`, `sink_properties=device.description=${name}`),
    plugInMicrophone: (hertz) => plugInTone(plugIn, hertz),
    playingOn: async () => {
      const [inputs, sinks] = await Promise.all([streams(), rowsOf("sinks")]);
      const names = new Map(sinks.map(([id = "", name = ""]) => [id, name]));
      return [...new Set(inputs.map(([, sink = ""]) => names.get(sink) ?? ""))].toSorted();
    },
    streams: async () => (await streams()).length,
    close: async () => {
      server.kill();
      if (server.exitCode === null) await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Plugs a microphone in that records the tone of a line. A `module-sine-source` would bring its
 * sound 2 s at a time, so that 3 s of it are between nothing and 4 s long.
 */
async function plugInTone(
  plugIn: (...module: string[]) => Promise<PluggedDevice>,
  hertz: number,
): Promise<PluggedDevice> {
  const line = `line-${hertz}`;
  const description = `device.description='Tone of ${hertz} Hz'`;
  const parts = [
    await plugIn("module-null-sink", `sink_name=${line}`),
    await plugIn("module-sine", `sink=${line}`, `frequency=${hertz}`),
    await plugIn(
      "module-remap-source",
      `master=${line}.monitor`,
      `source_name=tone-${hertz}`,
      `source_properties="${description}"`,
    ),
  ];
  return {
    unplug: async () => {
      for (const part of parts.toReversed()) await part.unplug();
    },
  };
}
