import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@synapse-voice/local";
import { launchChromium } from "@synapse-voice/local/testing/chromium";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished, type TestContext } from "vitest";
import { installAudioProbe } from "./audio-probe.ts";
import { tones, writeTone } from "./tone.ts";

const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const media = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

type Side = keyof typeof tones;

const browsers = new Map<string, Promise<Browser>>();
const contexts = new Set<BrowserContext>();
const complaints: string[] = [];

async function launch(side: Side, flags: readonly string[]): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), "synapse-tone-"));
  const file = join(folder, `${side}.wav`);
  await writeTone(file, tones[side]);
  return launchChromium([
    ...quiet,
    ...media,
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

/** What is special about a profile. */
export interface ProfileOptions extends BrowserContextOptions {
  /** Command-line flags; a browser of its own is started for them. */
  readonly flags?: readonly string[];
}

/** A person's own browser profile, with the microphone of one side; closed after the test. */
export async function newProfile(
  side: Side,
  { flags = [], ...options }: ProfileOptions = {},
): Promise<BrowserContext> {
  const browser = await browserOf(side, flags);
  const context = await browser.newContext({ permissions: ["microphone"], ...options });
  if (contexts.size === 0) onTestFinished(closeContexts);
  contexts.add(context);
  await context.addInitScript(installAudioProbe);
  context.on("page", watch);
  return context;
}

/** A page must never break its own content security policy, nor throw. */
function watch(page: Page): void {
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/u.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`);
  });
}

/** What the pages of a failed test showed last: a picture and, for those who read logs, its text. */
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

/** Closes what the test has opened, and fails it if a page has broken a rule of {@link watch}. */
async function closeContexts({ task }: TestContext): Promise<void> {
  if (task.result?.state === "fail") await saveFailureSnapshot(task.name).catch(() => undefined);
  await Promise.all([...contexts].map((context) => context.close()));
  contexts.clear();
  const heard = complaints.splice(0);
  if (heard.length > 0) throw new Error(`errors of pages:\n${heard.join("\n")}`);
}
