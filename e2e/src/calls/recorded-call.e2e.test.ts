import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { ApiPerson } from "../harness/people/api.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";

const run = promisify(execFile);

interface Details {
  readonly state: string;
  readonly gaps: readonly unknown[];
  readonly pauses: readonly { readonly from: number; readonly to: number }[];
  readonly expectedSeconds: number;
  readonly recordedSeconds: number;
}

/** Returns the mean level of a channel around a frequency, in dB of full scale, by FFmpeg. */
async function levelOf(file: string, channel: 0 | 1, hertz: number, from: number, seconds: number) {
  // Three times, since one of them lets much of the other tone through.
  const band = Array.from({ length: 3 }, () => `bandpass=f=${hertz}:width_type=h:w=40`).join(",");
  const filter = `pan=mono|c0=c${channel},${band},volumedetect`;
  const part = ["-ss", String(from), "-t", String(seconds), "-i", file];
  const { stderr } = await run("ffmpeg", [...part, "-af", filter, "-f", "null", "-"]);
  return Number(/mean_volume: (?<level>-?[\d.]+) dB/u.exec(stderr)?.groups?.["level"]);
}

describe.runIf(process.platform === "linux")("a call that is recorded", () => {
  let folder: string;
  let admin: ApiPerson;
  const setMode = async (inbound: string): Promise<void> => {
    const modes = { inbound };
    const reply = await admin.send("PATCH", "/api/tenant/settings", { recording: { modes } });
    if (reply.status !== 200) throw new Error(`the mode was not set: ${reply.status}`);
  };
  endCallsAfterEach();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "recorded-call-"));
    admin = await ApiPerson.signIn("alex");
    await setMode("notice");
  });
  afterAll(async () => {
    await setMode("off");
    await rm(folder, { recursive: true, force: true });
  });

  it("has the customer on the left and the agent on the right, and nothing of a pause", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    const agent = await ApiPerson.signIn("ada");
    await carl.call();
    await ada.rings("Carl Customer");
    // A person needs a moment to answer, in which the recorder joins the room. After an answer at
    // once, up to a second would be missing, as the file says.
    await delay(2_500);
    await ada.answer();
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);
    const [call] = await agent.liveCalls();
    const path = `/api/voip/calls/${call?.id}/recording`;
    await delay(2_000);
    expect((await agent.send("POST", `${path}/pause`)).status).toBeLessThan(300);
    await delay(2_000);
    expect((await agent.send("POST", `${path}/resume`)).status).toBeLessThan(300);
    await delay(3_000);
    await carl.hangUp();
    await ada.notOnCall();

    const details = async () => (await agent.send("GET", path)).body as Details;
    await expect.poll(async () => (await details()).state, { timeout: 20_000 }).toBe("complete");
    const recording = await details();
    expect(recording).toMatchObject({ gaps: [], pauses: [{}] });
    const { url } = (await agent.send("POST", `${path}/link`)).body as { url: string };
    const file = join(folder, "recording.ogg");
    const reply = await fetch(new URL(url, stack.urls.api));
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "audio/ogg"]);
    await writeFile(file, Buffer.from(await reply.arrayBuffer()));

    const { from, to } = recording.pauses[0]!;
    for (const [at, seconds] of [
      [from - 1.5, 1],
      [to + 1.5, 1],
    ] as const) {
      expect(await levelOf(file, 0, tones.customer, at, seconds)).toBeGreaterThan(-40);
      expect(await levelOf(file, 1, tones.agent, at, seconds)).toBeGreaterThan(-40);
      expect(await levelOf(file, 1, tones.customer, at, seconds)).toBeLessThan(-55);
      expect(await levelOf(file, 0, tones.agent, at, seconds)).toBeLessThan(-55);
    }
    for (const [channel, hertz] of [
      [0, tones.customer],
      [1, tones.agent],
    ] as const)
      expect(await levelOf(file, channel, hertz, from + 0.2, to - from - 0.4)).toBeLessThan(-80);
  });
});
