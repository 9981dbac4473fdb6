import { existsSync } from "node:fs";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

const usualPaths = [
  // The same engine without the browser's own windows, which saves a seventh of the processor time.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const disabledFeatures = [
  // Playwright's own list: Chromium reads only the last switch of a name.
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  // The address bar's two popups. Chromium loads both for each new window, which takes as much
  // processor time as the page under test.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  // A renderer that is started in advance for the next page. Most windows show one page only.
  "SpareRendererForSitePerProcess",
];

/** Returns the machine's Chromium or Chrome, or the one that `CHROMIUM_PATH` names. */
export function chromiumPath(): string {
  const found = process.env["CHROMIUM_PATH"] ?? usualPaths.find((path) => existsSync(path));
  if (!found) throw new Error("No Chromium found: install it, or name it in CHROMIUM_PATH.");
  return found;
}

/** Launches the machine's Chromium for tests, with further command-line flags and options. */
export const launchChromium = (
  flags: readonly string[] = [],
  options: Pick<LaunchOptions, "env" | "ignoreDefaultArgs"> = {},
): Promise<Browser> =>
  chromium.launch({
    ...options,
    executablePath: chromiumPath(),
    args: ["--no-sandbox", `--disable-features=${disabledFeatures.join(",")}`, ...flags],
  });
