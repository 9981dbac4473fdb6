import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const usualPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Starts the Chromium in `CHROMIUM_PATH`, or the one that the machine has. */
export async function launchChromium(): Promise<Browser> {
  const executablePath =
    process.env["CHROMIUM_PATH"] ?? usualPaths.find((path) => existsSync(path));
  if (!executablePath) throw new Error("No Chromium found. Install it, or set CHROMIUM_PATH.");
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
