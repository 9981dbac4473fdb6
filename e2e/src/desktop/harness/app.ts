import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ElectronApplication, Page } from "playwright-core";
import { _electron } from "playwright-core";
import { tones, writeTone } from "../../harness/browser/tone.ts";
import type { DesktopRuntime } from "../../harness/electron/runtime.ts";

const repository = join(import.meta.dirname, "../../../..");

/** The profile that the app keeps between starts. */
export interface Profile {
  /** Electron's userData folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Creates a profile with the settings of an IT admin. */
export async function createProfile(settings: unknown): Promise<Profile> {
  const home = await mkdtemp(join(tmpdir(), "synapse-desktop-"));
  const folder = join(home, "Synapse Voice");
  await mkdir(folder);
  await writeFile(join(folder, "config.json"), JSON.stringify(settings));
  return {
    folder,
    env: { XDG_CONFIG_HOME: home },
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Returns switches for a microphone with the agent's tone. Its file is in the profile. */
export async function toneMicrophone({ folder }: Profile): Promise<readonly string[]> {
  const tone = join(folder, "agent.wav");
  await writeTone(tone, tones.agent);
  return ["--use-fake-device-for-media-stream", `--use-file-for-fake-audio-capture=${tone}`];
}

export interface LaunchOptions {
  readonly runtime: DesktopRuntime;
  readonly profile: Profile;
  /** Variables for the display and the bus. */
  readonly env: Readonly<Record<string, string>>;
  /** Command-line switches of Chromium. */
  readonly switches?: readonly string[];
  /** Scripts that Electron loads before the app. */
  readonly modules?: readonly string[];
  /** Folder of the app. Default: the root of the repository. */
  readonly app?: string;
  /** Further arguments, as the system passes a link on. */
  readonly args?: readonly string[];
}

/** The running app, its window, and errors of its pages. */
export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Errors and violations of the content security policy since the start. */
  readonly pageErrors: string[];
}

const environment = ({ profile, env }: LaunchOptions): Record<string, string> => {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !entry[0].startsWith("SYNAPSE_"),
  );
  return { ...Object.fromEntries(inherited), ...profile.env, ...env };
};

const argumentsOf = (options: LaunchOptions): string[] => {
  const { runtime, modules: own = [], switches = [], app = repository, args = [] } = options;
  const modules = [...runtime.modules, join(import.meta.dirname, "watch-tray.cjs"), ...own];
  return [...modules.flatMap((module) => ["-r", module]), ...switches, app, ...args];
};

/**
 * Lets Playwright start this Electron by what the package `electron` names; a path of our own would
 * lose Playwright's hooks.
 */
async function withElectron<T>({ dist }: DesktopRuntime, work: () => Promise<T>): Promise<T> {
  const name = "ELECTRON_OVERRIDE_DIST_PATH";
  const before = process.env[name];
  process.env[name] = dist;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

/** Starts the app and waits for its window. */
export async function launchDesktop(options: LaunchOptions): Promise<Desktop> {
  const app = await withElectron(options.runtime, () =>
    _electron.launch({ args: argumentsOf(options), env: environment(options) }),
  );
  const pageErrors: string[] = [];
  app.context().on("page", (page) => watch(page, pageErrors));
  const page = await app.firstWindow();
  watch(page, pageErrors);
  await page.waitForLoadState("load");
  return { app, page, pageErrors };
}

function watch(page: Page, pageErrors: string[]): void {
  page.on("pageerror", (error) => pageErrors.push(error.message));
  page.on("console", (message) => {
    if (/content security policy/iu.test(message.text())) pageErrors.push(message.text());
  });
}

/** Starts the app as a person does, without Playwright. */
export const spawnDesktop = (options: LaunchOptions): ChildProcessByStdio<null, null, Readable> =>
  spawn(join(options.runtime.dist, "electron"), ["--no-sandbox", ...argumentsOf(options)], {
    env: environment(options),
    stdio: ["ignore", "ignore", "pipe"],
  });

/** Runs the app until it ends by itself. Resolves with its exit code and its error output. */
export async function runToExit(
  options: LaunchOptions,
): Promise<{ code: number | null; output: string }> {
  const child = spawnDesktop(options);
  let output = "";
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

/** Starts the app a second time. Resolves with the exit code of the second process. */
export const launchSecondInstance = async (options: LaunchOptions): Promise<number | null> =>
  (await runToExit(options)).code;
