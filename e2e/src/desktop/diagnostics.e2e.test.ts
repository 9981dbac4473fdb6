import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import type { ElectronApplication } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newProfile } from "../harness/browser/browsers.ts";
import { foreignNamesIn } from "../harness/browser/net-log.ts";
import { expectTone, installAudioProbe } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { expectSomeoneAtWork } from "../harness/people/at-work.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import {
  createProfile,
  launchDesktop,
  toneMicrophone,
  type Desktop,
  type Profile,
} from "./harness/app.ts";
import {
  chooseInTray,
  crashPage,
  filesWith,
  questionsOf,
  replyToQuestions,
  textOfPage,
} from "./harness/app-actions.ts";
import { iceServersOf, watchConnections } from "../media/connections.ts";
import { openDisplay, type Display } from "./harness/display.ts";
import { consoleSettings, prepareDesktop } from "./harness/prepared.ts";

let display: Display;
let profile: Profile;
let desktop: Desktop;
let ada: Console;
let folder: string;
let settings: { supabaseUrl: string; supabaseKey: string; demo: { password: string } };

beforeAll(async () => {
  const [runtime, read] = await Promise.all([prepareDesktop(), consoleSettings()]);
  settings = read as typeof settings;
  folder = await mkdtemp(join(tmpdir(), "synapse-diagnostics-"));
  display = await openDisplay();
  profile = await createProfile(settings);
  desktop = await launchDesktop({
    runtime,
    profile,
    env: display.env,
    switches: await toneMicrophone(profile),
    modules: [join(import.meta.dirname, "harness/record-messages.cjs")],
  });
  await desktop.app.context().addInitScript(installAudioProbe);
  await watchConnections(desktop.app.context());
  await desktop.page.reload();
  ada = new Console(desktop.page);
  await ada.button("Sign in as Ada").click();
  await ada.isReady();
});
afterAll(async () => {
  await desktop?.app.close();
  await display?.stop();
  await profile?.remove();
  await rm(folder, { recursive: true, force: true });
});
endCallsAfterEach();

const startLog = (app: ElectronApplication, file: string): Promise<void> =>
  app.evaluate(({ session }, path) => session.defaultSession.netLog.startLogging(path), file);

const stopLog = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ session }) => session.defaultSession.netLog.stopLogging());

const tokensOf = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => [...(globalThis as unknown as { testTokens: Set<string> }).testTokens]);

/** Lets the save dialog of the system reply with this path. */
const savesAt = (app: ElectronApplication, path: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);

/** Returns the running time of the call that the window shows, in seconds. */
async function secondsOnCall({ page }: Console): Promise<number> {
  const [minutes, seconds] = (await page.getByRole("timer").first().innerText()).split(":");
  return Number(minutes) * 60 + Number(seconds);
}

// livekit-server names STUN servers of Google and Twilio where its admin has named none.
test("a call on this machine looks up nobody else's name: neither the app nor the widget", async () => {
  const [adasLog, carlsLog] = [join(folder, "ada.json"), join(folder, "carl.json")];
  await startLog(desktop.app, adasLog);
  const context = await newProfile("customer", { flags: [`--log-net-log=${carlsLog}`] });
  await watchConnections(context);
  const [carl] = await Promise.all([Portal.openIn(context, "carl"), expectSomeoneAtWork()]);
  await carl.call();
  await ada.rings("Carl Customer");
  await ada.answer();
  await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
  await Promise.all([expectTone(desktop.page, tones.customer), expectTone(carl.page, tones.agent)]);
  // The report below has figures of the call, which is measured each second until there are some.
  const heardAt = await secondsOnCall(ada);
  await expect.poll(() => secondsOnCall(ada)).toBeGreaterThan(heardAt + 1);
  expect(await iceServersOf(desktop.page)).toEqual([]);
  expect(await iceServersOf(carl.page)).toEqual([]);
  await ada.hangUp();
  await Promise.all([stopLog(desktop.app), context.browser()?.close()]);
  expect(await foreignNamesIn(adasLog)).toEqual([]);
  expect(await foreignNamesIn(carlsLog)).toEqual([]);
});

/** Returns the places in a report, or in the profile's log, where a secret stands. */
async function leaks(file: string, secrets: Readonly<Record<string, string>>): Promise<string[]> {
  const parts = Object.entries(unzipSync(await readFile(file)));
  const logs = join(profile.folder, "logs");
  const found: string[] = [];
  for (const [name, secret] of Object.entries(secrets)) {
    const forms = [Buffer.from(secret), Buffer.from(secret, "utf16le")];
    for (const [part, data] of parts)
      if (forms.some((form) => Buffer.from(data).includes(form))) found.push(`${name} in ${part}`);
    if ((await filesWith(logs, secret)).length > 0) found.push(`${name} in the log`);
  }
  return found;
}

const tokens = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await tokensOf(desktop.app)).map((token, index) => [`token ${index}`, token]),
  );

test("one click saves a support report: what is tested, and no secret", async () => {
  const { app, page } = desktop;
  const planted = { ...(await tokens()), email: "canary.person@acme.test", phone: "+491709876543" };
  expect(Object.keys(planted)).toContain("token 1");
  await page.evaluate(
    async ({ texts, address }) => {
      console.error("canary", JSON.stringify(texts), new Error(texts.join(" ")));
      // Chromium writes the address of a failed request to the console.
      await fetch(`${address}/rest/v1/none?apikey=${texts[0]}#${texts[1]}`).catch(() => undefined);
      for (const text of texts) void Promise.reject(new Error(`canary ${text}`));
    },
    { texts: Object.values(planted), address: settings.supabaseUrl },
  );
  desktop.pageErrors.length = 0;
  const file = join(folder, "report.zip");
  await savesAt(app, file);
  await replyToQuestions(app, 1);
  await ada.openTab("Settings");
  await ada.press("Save a support report");
  await ada.shows("The support report is saved.", 15_000);
  expect(await questionsOf(app)).toContainEqual([
    "The support report is saved",
    "Show in folder",
    "Close",
  ]);
  const secrets = { ...planted, password: settings.demo.password, key: settings.supabaseKey };
  expect(await leaks(file, secrets)).toEqual([]);
  const text = strFromU8(unzipSync(await readFile(file))["report.txt"] ?? new Uint8Array());
  expect(text).toContain("console: canary");
  for (const line of [
    /^Electron: \d+\./mu,
    /^Signed in: yes$/mu,
    /^Events arrive by: live updates by Realtime$/mu,
    /^Server: yes, \d+ ms, replied 200$/mu,
    /^Sign-in \(Supabase Auth\): yes/mu,
    /^Live updates \(Supabase Realtime\): yes, \d+ ms, the socket opens$/mu,
    /^Sound over UDP: yes, \d+ ms, by udp, host to host$/mu,
    /^Sound over TLS: not offered/mu,
    /^Permission for the microphone: /mu,
    /^Microphone: \S/mu,
    /^Transport: udp$/mu,
    /^Round trip: \d+ ms, at most \d+ ms$/mu,
  ])
    expect(text).toMatch(line);
});

test("a report after a crash has the dump, in which no token stands", async () => {
  const { app } = desktop;
  await crashPage(app);
  await expect.poll(() => textOfPage(app), { timeout: 15_000 }).toContain("Available");
  const file = join(folder, "crash.zip");
  await savesAt(app, file);
  const asked = (await questionsOf(app)).length;
  await expect
    .poll(() => filesWith(join(profile.folder, "Crashpad"), "MDMP"), { timeout: 5_000 })
    .toHaveLength(1);
  await chooseInTray(app, "Save a support report");
  await expect
    .poll(async () => (await questionsOf(app)).length, { timeout: 20_000 })
    .toBe(asked + 1);
  const parts = Object.keys(unzipSync(await readFile(file)));
  expect(parts).toEqual(["report.txt", expect.stringMatching(/^crash-dumps\/[\da-f-]+\.dmp$/u)]);
  expect(await leaks(file, await tokens())).toEqual([]);
});
