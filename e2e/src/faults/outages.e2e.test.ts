import { describe, expect, it } from "vitest";
import { person } from "../harness/people/api.ts";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { measured, talking } from "./fault-steps.ts";
import { signedIn, endCallsAfterEach, endedCall } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import {
  crashProcess,
  crashProcessForGood,
  startProcess,
  stopProcess,
  without,
} from "../harness/stack/stack.ts";
import { tones } from "../harness/browser/tone.ts";

describe("LiveKit down", () => {
  endCallsAfterEach();

  it("killed while they talk and gone for good: both read within 60 s that the connection was lost; who calls meanwhile reads why that fails, and nobody rings", async () => {
    const [ada, carl, dora] = await Promise.all([
      Console.open("ada"),
      Portal.open("carl"),
      Portal.open("dora"),
    ]);
    await carl.call();
    await ada.answer();
    await talking(ada, carl);
    await crashProcessForGood("livekit");
    try {
      const ended = Promise.all([
        measured(
          "livekit for good, talk: the agent reads that the connection was lost",
          ada.shows("The connection to Carl was lost", 60_000),
        ),
        measured(
          "livekit for good, talk: the customer reads that the connection was lost",
          carl.shows("The connection was lost.", 60_000),
        ),
      ]);
      const { status, body } = await (
        await signedIn("dora")
      ).send("POST", "/api/voip/start-call", { calleeSupabaseId: person("ada").supabaseUserId });
      expect({ status, body }).toMatchObject({ status: 503, body: { code: "media_unavailable" } });
      expect(await endedCall("dora")).toMatchObject({
        status: "FAILED",
        endReason: "media_unavailable",
        duration: 0,
      });
      await dora.call();
      await dora.shows(/Calls don.t work right now/u, 10_000);
      expect(await ada.button("Answer").isVisible()).toBe(false);
      await ended;
      await Promise.all([ada.notOnCall(), carl.notOnCall()]);
      expect(await endedCall("carl")).toMatchObject({
        status: "COMPLETED",
        endReason: "connection_lost",
      });
      expect(await (await signedIn("ada")).liveCalls()).toEqual([]);
    } finally {
      await startProcess("livekit");
    }
  }, 120_000);

  it("when it is back, calls go through again without a restart of anything else", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.answer();
    await Promise.all([
      expectTone(ada.page, tones.customer, 10_000),
      expectTone(carl.page, tones.agent, 10_000),
    ]);
    expect(await (await signedIn("ada")).liveCalls()).toMatchObject([{ status: "IN_PROGRESS" }]);
  });
});

describe("Realtime down", () => {
  endCallsAfterEach();

  it("the agent is told, calls ring within 2 s by the long poll, and nothing is lost or doubled when it is back", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    const before = (await (await signedIn("carl")).history(100)).length;
    await stopProcess("gateway");
    try {
      await ada.shows(/live updates are interrupted/u, 20_000);
      await carl.call();
      await ada.button("Answer").waitFor({ timeout: 3_000 });
      await ada.answer();
      await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    } finally {
      await startProcess("gateway");
    }
    await ada.text(/live updates are interrupted/u).waitFor({ state: "detached", timeout: 30_000 });
    await ada.onCallWith("Carl");
    await carl.hangUp();
    await ada.notOnCall(3_000);
    expect((await (await signedIn("carl")).history(100)).length).toBe(before + 1);
  });
});

describe("the database down", () => {
  endCallsAfterEach();

  it("the API answers 503, the call that goes on keeps its sound, and all recovers without a restart", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.answer();
    await expectTone(ada.page, tones.customer);
    await without("postgres", async () => {
      const { status, body } = await (await signedIn("dora")).send("GET", "/api/voip/history");
      expect({ status, body }).toMatchObject({
        status: 503,
        body: { code: "database_unavailable" },
      });
      await expectTone(ada.page, tones.customer);
      await expectTone(carl.page, tones.agent);
    });
    await expect
      .poll(async () => (await (await signedIn("ada")).send("GET", "/api/voip/history")).status, {
        timeout: 15_000,
      })
      .toBe(200);
    await expectTone(ada.page, tones.customer);
    await carl.hangUp();
    await ada.notOnCall();
    expect(await endedCall("carl")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
  });
});

describe("the server killed", () => {
  endCallsAfterEach();

  it("while it rings: the ring survives and is answered", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await crashProcess("server");
    await expect
      .poll(
        async () =>
          (await signedIn("ada")).send("GET", "/api/voip/calls/live").then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(200);
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);
  });
});
