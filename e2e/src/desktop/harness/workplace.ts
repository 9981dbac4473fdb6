import { expect } from "vitest";
import type { ElectronApplication } from "playwright-core";
import { Console } from "../../harness/people/screens.ts";
import { chooseInTray, traysOf } from "./app-actions.ts";
import { createProfile, launchDesktop } from "./app.ts";
import type { Desktop, LaunchOptions, Profile } from "./app.ts";
import { openTrayHost } from "./desktop-bus.ts";
import { openDisplay, type Display } from "./display.ts";
import { openKeyring } from "./keyring.ts";
import { consoleSettings, prepareDesktop } from "./prepared.ts";

/** A part of a workplace. */
interface Part {
  stop(): Promise<unknown>;
}

/** A desktop of its own for one app: a display, an unlocked keychain, a tray and a profile. */
export interface Workplace {
  readonly display: Display;
  readonly profile: Profile;
  /** Options with which the app starts. */
  readonly options: LaunchOptions;
  /** Returns the part. It is stopped with the workplace, and before what was there earlier. */
  add<P extends Part>(part: P): P;
  /** Starts the app, which is closed with the workplace. */
  launch(change?: Partial<LaunchOptions>): Promise<Desktop>;
  close(): Promise<void>;
}

/** Opens a workplace. Without `tray`, its bus has none. */
export async function openWorkplace({ tray = true } = {}): Promise<Workplace> {
  const parts: Part[] = [];
  const add = <P extends Part>(part: P): P => {
    parts.push(part);
    return part;
  };
  const close = async (): Promise<void> => {
    for (const part of parts.splice(0).toReversed()) await part.stop();
  };
  try {
    const [runtime, settings] = await Promise.all([prepareDesktop(), consoleSettings()]);
    const profile = await createProfile(settings);
    add({ stop: profile.remove });
    const display = add(await openDisplay());
    const keyring = add(await openKeyring());
    if (tray) add(await openTrayHost(keyring.env));
    const options = { runtime, profile, env: { ...display.env, ...keyring.env } };
    return {
      display,
      profile,
      options,
      add,
      launch: async (change = {}) => {
        const desktop = await launchDesktop({ ...options, ...change });
        add({ stop: () => desktop.app.close() });
        return desktop;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Signs in as Ada at the page of the app. */
export async function signInAsAda({ page }: Desktop): Promise<Console> {
  const ada = new Console(page);
  await ada.button("Sign in as Ada").click();
  await ada.isReady();
  return ada;
}

/** Returns what the tool tip of the tray says of the agent. */
export const trayText = async (app: ElectronApplication): Promise<string> =>
  (await traysOf(app))[0]?.toolTip.split("\n")[1] ?? "";

/**
 * Registers the app as the agent's device. Devices are forgotten before each test, and a choice in
 * the tray renews the presence at once.
 */
export async function renewPresence(app: ElectronApplication): Promise<void> {
  const shows = async (text: string): Promise<void> => {
    await expect.poll(() => trayText(app), { timeout: 15_000 }).toBe(text);
  };
  await chooseInTray(app, "Away");
  await shows("Away: only calls to you by name reach you");
  await chooseInTray(app, "Available");
  await shows("Available: calls reach you");
}
