import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@synapse-voice/local";
import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished, type TestContext } from "vitest";
import { installAudioProbe } from "./audio-probe.ts";
import { tones, writeTone } from "./tone.ts";

const backgroundFlags = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const mediaFlags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

type Side = keyof typeof tones;

const browsers = new Map<string, Promise<Browser>>();
const contexts = new Set<BrowserContext>();
const pageErrors: string[] = [];

async function launch(side: Side, flags: readonly string[]): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-tone-"));
  const file = join(folder, `${side}.wav`);
  await writeTone(file, tones[side]);
  return launchChromium([
    ...backgroundFlags,
    ...mediaFlags,
    ...flags,
    `--use-file-for-fake-audio-capture=${file}`,
  ]);
}

/**
 * Returns the browser of one side, since a browser has one microphone. It is launched once and
 * closed with the worker; people get contexts of their own in it.
 */
function browserOf(side: Side, flags: readonly string[]): Promise<Browser> {
  const kind = [side, ...flags].join(" ");
  const known = browsers.get(kind) ?? launch(side, flags);
  browsers.set(kind, known);
  return known;
}

/** Kills the process that plays all sound of a browser, as a fault of the system's sound does. */
export async function endAudioProcess(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  for (const { id } of processInfo)
    if ((await readFile(`/proc/${id}/cmdline`, "latin1")).includes("audio.mojom.AudioService"))
      process.kill(id, "SIGKILL");
}

/** Options of a profile. */
export interface ProfileOptions extends BrowserContextOptions {
  /** Command-line flags. A browser of its own is started for them. */
  readonly flags?: readonly string[];
  /** False: nothing listens to the pages' sound, so that their memory can be measured. */
  readonly audioProbe?: boolean;
}

/** Opens a browser profile with the microphone of one side. It is closed after the test. */
export async function newProfile(
  side: Side,
  { flags = [], audioProbe = true, ...options }: ProfileOptions = {},
): Promise<BrowserContext> {
  const browser = await browserOf(side, flags);
  const context = await browser.newContext({ permissions: ["microphone"], ...options });
  if (contexts.size === 0) onTestFinished(closeContexts);
  contexts.add(context);
  if (audioProbe) await context.addInitScript(installAudioProbe);
  context.on("page", watch);
  return context;
}

/** Records errors that a page throws, and violations of its content security policy. */
function watch(page: Page): void {
  page.on("pageerror", (error) => pageErrors.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/u.test(message.text()))
      pageErrors.push(`${page.url()}: ${message.text()}`);
  });
}

/** Saves what the pages of a failed test show: a picture and the text of each. */
async function saveFailureSnapshot(test: string): Promise<void> {
  const folder = join(root, ".local", "test-results", "failures", test.replaceAll(/[^\w]+/gu, "-"));
  await mkdir(folder, { recursive: true });
  const pages = [...contexts].flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(folder, `${index}.png`), timeout: 5_000 });
    const text = await page.locator("body").ariaSnapshot({ timeout: 5_000 });
    await writeFile(join(folder, `${index}.txt`), `${page.url()}\n\n${text}\n`);
  }
}

/** Closes the profiles of a test, and fails it if {@link watch} has recorded an error. */
async function closeContexts({ task }: TestContext): Promise<void> {
  if (task.result?.state === "fail") await saveFailureSnapshot(task.name).catch(() => undefined);
  await Promise.all([...contexts].map((context) => context.close()));
  contexts.clear();
  const errors = pageErrors.splice(0);
  if (errors.length > 0) throw new Error(`errors of pages:\n${errors.join("\n")}`);
}
