import type { BrowserContext } from "playwright-core";
import { type ProfileOptions, newProfile } from "../harness/browser/browsers.ts";
import type { tones } from "../harness/browser/tone.ts";

let launched = 0;

/**
 * A profile in a browser that shares its process with the profiles of the same `name` alone, so
 * that it can be killed.
 */
export const newKillableProfile = (
  side: keyof typeof tones,
  name: string,
  options: ProfileOptions = {},
): Promise<BrowserContext> =>
  // Chromium does not know this flag; it only tells one browser of ours from another.
  newProfile(side, { ...options, flags: [`--of-test=${name}`] });

/** A name for a browser that was never launched. */
export const newBrowserName = (): string => `killable-${(launched += 1)}`;

/** SIGKILL for the whole browser: nothing of it can say goodbye. */
export async function killBrowser(profile: BrowserContext): Promise<void> {
  const browser = profile.browser();
  if (!browser) throw new Error("this profile has no browser of its own");
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const main = processInfo.find(({ type }) => type === "browser");
  if (!main) throw new Error("the browser does not tell its process");
  const gone = new Promise((resolve) => browser.once("disconnected", resolve));
  process.kill(main.id, "SIGKILL");
  await gone;
}
