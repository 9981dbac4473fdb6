import { createDiskStorage } from "@synapse-voice/platform/object-storage";
import { readKeyRing } from "@synapse-voice/platform/sealing";
import { createFakeClock } from "@synapse-voice/platform/testing";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecordedSound } from "../../../server/src/recordings/recorded-sound.ts";
import { newTenant } from "../../../server/src/testing/new-tenant.ts";
import { startTestServer, type TestServer } from "../../../server/src/testing/server-for-tests.ts";
import {
  recordingKeys,
  startRecorderStack,
  type RecorderStack,
} from "../testing/recorder-stack.ts";
import { greatestAmplitudeAt, lane, usualAmplitudeAt } from "../testing/tones.ts";

const run = promisify(execFile);
const hertz = { unasked: 500, customer: 1_000, agent: 1_500, pause: 2_000, last: 2_500 };
const clear = 4_000;
const silent = 400;
/** Sound is heard later than it is said. */
const latencyMs = 500;

describe.runIf(process.platform === "linux")(
  "server and recorder together",
  { timeout: 90_000 },
  () => {
    let stack: RecorderStack;
    let server: TestServer;
    let folder: string;
    let passing: NodeJS.Timeout;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "heard-"));
      stack = await startRecorderStack();
      const clock = createFakeClock(Date.now());
      passing = setInterval(() => clock.advance(Math.max(0, Date.now() - clock.now())), 10);
      const storage = createDiskStorage({ folder: stack.objects });
      server = await startTestServer(
        { db: stack.db, clock },
        {
          media: stack.media,
          recordedSound: createRecordedSound({
            storage: async () => storage,
            keys: readKeyRing(recordingKeys),
          }),
        },
      );
      server.app.sweeper.start();
    });
    afterAll(async () => {
      await server?.close();
      clearInterval(passing);
      await stack?.close();
      await rm(folder, { recursive: true, force: true });
    });

    const decoded = async (sound: Uint8Array) => {
      const path = join(folder, "call.ogg");
      await writeFile(path, sound);
      const decode = ["-v", "error", "-c:a", "opus", "-i", path, "-f", "s16le", "-"];
      const { stdout } = await run("ffmpeg", decode, { encoding: "buffer", maxBuffer: 2 ** 28 });
      const samples = new Int16Array(Uint8Array.from(stdout).buffer);
      return { left: lane(samples, "left"), right: lane(samples, "right") };
    };
    const filesIn = async (prefix: string): Promise<number> => {
      let count = 0;
      const storage = createDiskStorage({ folder: stack.objects });
      for await (const _object of storage.list(prefix)) count += 1;
      return count;
    };

    it("record what was agreed to, let it be heard by link, and leave nothing after an erasure", async () => {
      const recorder = stack.startRecorder();
      await recorder.ready();
      // The server refuses calls of this tenant until then.
      await expect.poll(() => stack.db.database.recorderProcess.count()).toBe(1);
      const { tenantId, carl, ada } = await newTenant(server, {
        recording: { modes: { inbound: "ask" }, noRecordingNoCall: true },
      });
      const alex = await server.person({ tenantId, firstName: "Alex", role: "ADMIN" });
      const started = await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id });
      const { callId, callerToken, mediaUrl } = started.body;
      expect([started.status, started.body.code]).toEqual([201, undefined]);
      await stack.speakers.join(carl.id, mediaUrl, callerToken);
      const { media } = (await ada.ask("POST", `/api/voip/calls/${callId}/accept`)).body;
      await stack.speakers.join(ada.id, media.url, media.token);
      const at = `/api/voip/calls/${callId}/recording`;
      const say = async (id: string, tone: number) => {
        await stack.speakers.tone(id, tone);
        const from = Date.now();
        await delay(1_500);
        await stack.speakers.tone(id, 0);
        return { from, to: Date.now() };
      };

      await say(carl.id, hertz.unasked);
      await delay(latencyMs);
      const agreed = await carl.ask("POST", `${at}/consent`, {
        agreed: true,
        wordingId: "ask-1",
        language: "en",
      });
      expect(agreed.body.call.recording).toMatchObject({ agreed: true });
      const stateFor = async (who: typeof ada) =>
        (await who.ask("GET", "/api/voip/calls/live")).body.calls[0]?.recording.state;
      await expect.poll(() => stateFor(ada), { timeout: 10_000 }).toBe("recording");
      const left = await say(carl.id, hertz.customer);
      const right = await say(ada.id, hertz.agent);
      expect((await ada.ask("POST", `${at}/pause`)).body.call.recording.state).toBe("paused");
      await say(carl.id, hertz.pause);
      expect((await ada.ask("POST", `${at}/resume`)).status).toBe(200);
      await delay(1_000);
      const last = await say(carl.id, hertz.last);
      await delay(latencyMs);
      await ada.ask("POST", `/api/voip/calls/${callId}/hang-up`);

      const details = async () => (await ada.ask("GET", at)).body;
      await expect
        .poll(async () => (await details()).state, { timeout: 20_000 })
        .toMatch(/complete|partial|failed/u);
      const recording = await details();
      expect(recording).toMatchObject({
        state: "complete",
        pauses: [{ from: expect.any(Number), to: expect.any(Number) }],
        left: { people: [{ supabaseUserId: carl.id }], spoken: [{ supabaseUserId: carl.id }, {}] },
        right: { people: [{ supabaseUserId: ada.id }], spoken: [{ supabaseUserId: ada.id }] },
        consent: { agreed: true, by: { supabaseUserId: carl.id } },
      });

      const { url } = (await ada.ask("POST", `${at}/link`, {})).body;
      const reply = await fetch(url);
      const sound = new Uint8Array(await reply.arrayBuffer());
      const part = await fetch(url, { headers: { Range: "bytes=1000-1999" } });
      expect([reply.status, part.status]).toEqual([200, 206]);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(sound.slice(1_000, 2_000));
      const heard = await decoded(sound);
      const startedAt = Date.parse(recording.startedAt);
      for (const [span, side, tone] of [
        [left, "left", hertz.customer],
        [right, "right", hertz.agent],
        [last, "left", hertz.last],
      ] as const) {
        const [from, to] = [span.from - startedAt + latencyMs, span.to - startedAt - 100];
        expect(usualAmplitudeAt(heard[side], tone, from, to)).toBeGreaterThan(clear);
        const other = side === "left" ? "right" : "left";
        expect(greatestAmplitudeAt(heard[other], tone)).toBeLessThan(silent);
      }
      for (const tone of [hertz.unasked, hertz.pause])
        for (const side of ["left", "right"] as const)
          expect([tone, greatestAmplitudeAt(heard[side], tone) < silent]).toEqual([tone, true]);
      const peaks = (await ada.ask("GET", `${at}/peaks`)).body;
      expect(peaks.left.length * peaks.cellMs).toBeGreaterThan(
        recording.durationSeconds * 1000 - 1,
      );
      expect(peaks.left).toMatch(/[a-z0-9]/u);

      const { storagePrefix } = await stack.db.database.recording.findUniqueOrThrow({
        where: { callId },
      });
      expect(await filesIn(storagePrefix!)).toBeGreaterThan(0);
      expect((await alex.ask("DELETE", at)).body).toMatchObject({
        state: "erased",
        deletedBy: alex.id,
      });
      expect(await filesIn(storagePrefix!)).toBe(0);
      expect((await fetch(url)).status).toBe(410);
    });

    it("record nothing of a call whose customer refuses, and the call goes on", async () => {
      const { carl, ada } = await newTenant(server, { recording: { modes: { inbound: "ask" } } });
      const { body } = await carl.ask("POST", "/api/voip/start-call", { calleeSupabaseId: ada.id });
      const { callId } = body;
      await stack.speakers.join(carl.id, body.mediaUrl, body.callerToken);
      await carl.ask("POST", `/api/voip/calls/${callId}/recording/consent`, {
        agreed: false,
        wordingId: "ask-1",
        language: "en",
      });
      const { media } = (await ada.ask("POST", `/api/voip/calls/${callId}/accept`)).body;
      await stack.speakers.join(ada.id, media.url, media.token);
      await stack.speakers.tone(carl.id, hertz.customer);
      await delay(3_000);
      const [call] = (await ada.ask("GET", "/api/voip/calls/live")).body.calls;
      expect(call).toMatchObject({ status: "IN_PROGRESS", recording: { state: "refused" } });
      await ada.ask("POST", `/api/voip/calls/${callId}/hang-up`);
      await delay(3_000);
      const row = await stack.db.database.recording.findUniqueOrThrow({ where: { callId } });
      expect(row).toMatchObject({ state: "refused", objectName: null, startedAt: null });
      expect(row.storagePrefix === null ? 0 : await filesIn(row.storagePrefix)).toBe(0);
    });
  },
);
