import { describe, expect, it } from "vitest";
import {
  changeAcmeSettings,
  signedIn,
  endCallsAfterEach,
  endedCall,
  secondsTalked,
  restoreAcmeSettingsAfterEach,
} from "../harness/people/people.ts";
import {
  expectNoOwnSound,
  expectOwnSound,
  expectSilence,
  expectTone,
} from "../harness/browser/audio-probe.ts";
import { person } from "../harness/people/api.ts";
import { newProfile } from "../harness/browser/browsers.ts";
import { roomNames } from "../harness/stack/livekit.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { tones } from "../harness/browser/tone.ts";

describe("a customer calls and an agent answers", () => {
  endCallsAfterEach();

  it("the agent reads within 2 s that the customer left the page, until the customer is back", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await expectTone(ada.page, tones.customer);
    const portal = carl.page.url();
    await carl.page.goto("about:blank");
    await ada.shows("Carl left the page. Waiting 20 s in case they come back", 2_000);
    await carl.page.goto(portal);
    await ada.text(/left the page/u).waitFor({ state: "detached", timeout: 15_000 });
    await expectTone(ada.page, tones.customer);
  });

  it("both hear each other, mute silences, hang up ends it for both", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await expectOwnSound(ada.page);
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await Promise.all([
      expectTone(ada.page, tones.customer),
      expectTone(carl.page, tones.agent),
      expectNoOwnSound(ada.page),
    ]);
    for (const side of [ada, carl]) await side.shows(/^\d+:\d\d$/u);

    await carl.mute();
    await expectSilence(ada.page);
    await ada.shows(/muted/iu);
    await carl.unmute();
    await expectTone(ada.page, tones.customer);
    await ada.mute();
    await expectSilence(carl.page);
    await carl.shows(/muted/iu);

    const [call] = await (await signedIn("ada")).liveCalls();
    expect(await roomNames()).toContain(call!.roomName);
    await ada.hangUp();
    await Promise.all([ada.notOnCall(2_000), carl.notOnCall(2_000)]);
    await Promise.all([expectSilence(ada.page), expectSilence(carl.page)]);
    await expect.poll(roomNames, { timeout: 5_000 }).not.toContain(call!.roomName);

    const entry = await endedCall("carl");
    expect(entry).toMatchObject({
      id: call!.id,
      status: "COMPLETED",
      endReason: "hung_up",
      fromUserId: person("carl").supabaseUserId,
      fromUserType: "PORTAL_CUSTOMER",
      toUserId: person("ada").supabaseUserId,
      toUserType: "CRM_USER",
      duration: secondsTalked(entry),
    });
    expect((await endedCall("ada")).id).toBe(call!.id);
  });

  it("the customer can hang up too", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.answer();
    await carl.onCallWith("Ada");
    await carl.hangUp();
    await Promise.all([ada.notOnCall(2_000), carl.notOnCall(2_000)]);
    expect(await endedCall("ada")).toMatchObject({ status: "COMPLETED", endReason: "hung_up" });
  });
});

describe("a computer whose clock is five minutes off", () => {
  endCallsAfterEach();

  it.each([
    ["slow", -300_000],
    ["fast", 300_000],
  ])("that is %s rings, answers and counts the time as any other", async (_word, offset) => {
    const profiles = await Promise.all([newProfile("agent"), newProfile("customer")]);
    await Promise.all(profiles.map((profile) => profile.addInitScript(setClockOff, offset)));
    const [ada, carl] = await Promise.all([
      Console.openIn(profiles[0], "ada"),
      Portal.openIn(profiles[1], "carl"),
    ]);
    await carl.call();
    await ada.rings("Carl Customer");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    for (const side of [ada, carl]) await side.shows(/^0:\d\d$/u);
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);
    await carl.hangUp();
    await ada.notOnCall();
    expect((await endedCall("carl")).duration).toBeLessThan(60);
  });
});

/** Runs in the page before its own scripts. */
function setClockOff(offset: number): void {
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...given: [] | [number | string]) {
      if (given.length === 0) super(RealDate.now() + offset);
      else super(given[0]);
    }
    static override now(): number {
      return RealDate.now() + offset;
    }
  } as DateConstructor;
}

describe("a customer asks for an agent by name", () => {
  endCallsAfterEach();

  it("only that agent rings, and when she declines, the customer reads that she can't talk", async () => {
    const [ada, grace, carl] = await Promise.all([
      Console.open("ada"),
      Console.open("grace"),
      Portal.open("carl"),
    ]);
    await carl.callByName("Ada");
    await ada.rings("Carl Customer");
    expect(await grace.button("Answer").count()).toBe(0);
    await ada.decline();
    await ada.shows("You declined");
    await carl.shows("Ada can't talk right now.");
    expect(await endedCall("carl")).toMatchObject({
      status: "DECLINED",
      endReason: "declined",
      toUserId: person("ada").supabaseUserId,
      duration: 0,
    });
  });
});

const nobody = /Nobody (?:is available right now|could take your call just now)/u;

describe("a customer's call that nobody answers", () => {
  endCallsAfterEach();
  restoreAcmeSettingsAfterEach();

  it("cancelled by the customer, it stops ringing and says so", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await carl.cancel();
    await ada.stopsRinging(2_000);
    await ada.shows(/Carl( Customer)? hung up before you answered/u);
    await carl.shows(/Call again|Need help\?/u);
    expect(await endedCall("carl")).toMatchObject({
      status: "CANCELLED",
      endReason: "cancelled",
      duration: 0,
    });
  });

  it("rung out, it is missed, and at the end of the wait too, with a text for both", async () => {
    await changeAcmeSettings({ offerTimeoutSeconds: 5, maxWaitSeconds: 10 });
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await ada.stopsRinging(8_000);
    await ada.shows(/Missed call from Carl Customer/u);
    await carl.shows(nobody, 9_000);
    expect(await endedCall("carl")).toMatchObject({
      status: "MISSED",
      endReason: "no_agent",
      duration: 0,
      toUserId: null,
    });
  });

  it("declined by the only agent, it waits on until its time is over", async () => {
    // On a busy machine a click takes some seconds.
    await changeAcmeSettings({ maxWaitSeconds: 15, offerTimeoutSeconds: 12 });
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await ada.decline();
    await ada.stopsRinging(2_000);
    await carl.button("Cancel").waitFor();
    await carl.shows(nobody, 19_000);
    expect(await endedCall("carl")).toMatchObject({
      status: "MISSED",
      endReason: "no_agent",
      duration: 0,
    });
  });

  it("goes on when the customer reloads the page, and ends when the tab is closed", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await carl.page.reload();
    await carl.button("Cancel").waitFor();
    expect(await ada.button("Answer").isVisible()).toBe(true);
    await carl.close();
    await ada.stopsRinging(13_000);
    await ada.shows(/Carl( Customer)? left before you answered/u);
    expect(await endedCall("carl")).toMatchObject({ endReason: "caller_gone", duration: 0 });
  });

  it("is answered after the customer's reload, and after the agent's", async () => {
    // On a busy machine two reloads take longer than the usual time to answer.
    await changeAcmeSettings({ offerTimeoutSeconds: 60 });
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.rings("Carl Customer");
    await Promise.all([carl.page.reload(), ada.page.reload()]);
    await ada.rings("Carl Customer");
    const ring = await ada.button("Answer").elementHandle();
    await ada.isReady();
    // The same ring goes on: the turn was not taken while the page loaded.
    expect(await ring?.isVisible()).toBe(true);
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);
    expect(await (await signedIn("ada")).liveCalls()).toHaveLength(1);
  });
});

describe("on the call", () => {
  endCallsAfterEach();

  it("goes on when one side reloads, and then the other", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.answer();
    await carl.onCallWith("Ada");
    await carl.page.reload();
    await carl.onCallWith("Ada");
    await Promise.all([
      expectTone(ada.page, tones.customer, 10_000),
      expectTone(carl.page, tones.agent, 10_000),
    ]);
    await ada.page.reload();
    await ada.onCallWith("Carl");
    await Promise.all([
      expectTone(ada.page, tones.customer, 10_000),
      expectTone(carl.page, tones.agent, 10_000),
    ]);
    expect(await (await signedIn("ada")).liveCalls()).toHaveLength(1);
  });

  it("a side that closes its tab has 20 seconds to come back, then the other reads that the connection was lost", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.call();
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await expectTone(ada.page, tones.customer);
    await carl.close();
    await ada.shows(/The connection to Carl( Customer)? was lost/u, 45_000);
    await ada.notOnCall();
    expect(await endedCall("carl")).toMatchObject({
      status: "COMPLETED",
      endReason: "connection_lost",
    });
  });
});
