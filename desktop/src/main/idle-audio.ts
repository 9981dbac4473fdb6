import type { CommandLine } from "electron";

/** Chromium's switch for the time in ms after which its unused audio process ends. */
const quitSwitch = "audio-service-quit-timeout-ms";
/**
 * Longer than the minute between two lists of devices on Linux (`follow-devices.ts` of `client`),
 * each of which would start the process again.
 */
const quitAfterMs = 120_000;

/**
 * Lets Chromium's audio process end while nothing plays or records. Electron sets no time, so that
 * it would stay for ever after the first list of devices, with 11 MB. A ring or a call starts it.
 * It must run before Electron is ready. A time on the command line counts more.
 */
export function endIdleAudio(commandLine: Pick<CommandLine, "hasSwitch" | "appendSwitch">): void {
  if (!commandLine.hasSwitch(quitSwitch)) commandLine.appendSwitch(quitSwitch, String(quitAfterMs));
}
