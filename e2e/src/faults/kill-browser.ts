import type { BrowserContext } from "playwright-core";
import { type ProfileOptions, newProfile } from "../harness/browser/browsers.ts";
import type { tones } from "../harness/browser/tone.ts";

let launched = 0;

/** Opens a profile in a browser of its own, which can be killed. Profiles of a `name` share it. */
export const newKillableProfile = (
  side: keyof typeof tones,
  name: string,
  options: ProfileOptions = {},
): Promise<BrowserContext> =>
  // Chromium ignores this flag. It makes `newProfile` start another browser.
  newProfile(side, { ...options, flags: [`--of-test=${name}`] });

/** Returns a name that no browser has yet. */
export const newBrowserName = (): string => `killable-${(launched += 1)}`;

/** Kills the whole browser with SIGKILL, so that its pages cannot report that they close. */
export async function killBrowser(profile: BrowserContext): Promise<void> {
  const browser = profile.browser();
  if (!browser) throw new Error("this profile has no browser of its own");
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const main = processInfo.find(({ type }) => type === "browser");
  if (!main) throw new Error("the browser does not report its process");
  const gone = new Promise((resolve) => browser.once("disconnected", resolve));
  process.kill(main.id, "SIGKILL");
  await gone;
}
