import { Callback } from "@synapse-voice/contract";
import { afterEach, describe, expect, it } from "vitest";
import * as v from "valibot";
import {
  changeAcmeSettings,
  signedIn,
  endCallsAfterEach,
  restoreAcmeSettingsAfterEach,
} from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";

/** The position in the queue is updated every 3 s, and a busy machine is slow. */
const timeoutMs = 15_000;

/** Returns 1 for Monday to 7 for Sunday. */
const isoDay = (date: Date): number => ((date.getUTCDay() + 6) % 7) + 1;

describe("customers who wait", () => {
  endCallsAfterEach();
  restoreAcmeSettingsAfterEach();

  it("see their place, are served in turn by the agent who comes, and read that they are on hold", async () => {
    await changeAcmeSettings({ ringTimeoutSeconds: 120, offerTimeoutSeconds: 60 });
    const [carl, dora] = await Promise.all([Portal.open("carl"), Portal.open("dora")]);
    for (const customer of [carl, dora]) {
      await customer.button("Need help?").click();
      await customer.shows("Nobody is available right now.", timeoutMs);
      await customer.button("Wait anyway").click();
      // The place of a call means nothing while nobody is there.
      await customer.button("Minimise").waitFor({ timeout: timeoutMs });
      await customer.shows("Nobody is available right now.", timeoutMs);
    }

    const ada = await Console.open("ada");
    await ada.rings("Carl Customer");
    await ada.answer();
    await carl.onCallWith("Ada");
    await dora.shows(/^You.re next/u, timeoutMs);

    await ada.press("Hold");
    await carl.shows(/Ada put you on hold\.\s+You hear music/u, timeoutMs);
    await ada.press("Resume");
    await carl.text(/put you on hold/u).waitFor({ state: "detached", timeout: timeoutMs });
    expect(await (await signedIn("carl")).liveCalls()).toMatchObject([
      { status: "IN_PROGRESS", heldByPeer: null },
    ]);
  });
});

describe("closed hours", () => {
  endCallsAfterEach();
  afterEach(() => changeAcmeSettings({ businessHours: null }));

  it("are told to who wants to call, with what can be done: leave a request, which agents see as a task", async () => {
    const dayAfterTomorrow = isoDay(new Date(Date.now() + 2 * 86_400_000));
    await changeAcmeSettings({
      businessHours: {
        timeZone: "UTC",
        spans: [{ day: dayAfterTomorrow, from: "09:00", to: "17:00" }],
      },
    });
    const carl = await Portal.open("carl");
    await carl.button("Need help?").click();
    await carl.shows(
      /^We.re open \w+day, 9:00–17:00.*\. You can ask for a call-back\.$/u,
      timeoutMs,
    );
    await carl.button("Ask for a call-back").click();
    const topic = `Invoice of ${Date.now()}`;
    await carl.page.getByRole("textbox", { name: "What is it about?" }).fill(topic);
    await carl.button("Ask for a call-back").click();
    await carl.shows("Thank you. We'll call you back.", timeoutMs);
    await carl.shows(/^You asked at \d\d:\d\d · Change · Cancel$/u, timeoutMs);

    const ada = await signedIn("ada");
    const tasks = v.parse(v.array(Callback), (await ada.send("GET", "/api/voip/callbacks")).body);
    const task = tasks.find((candidate) => candidate.topic === topic);
    expect(task).toMatchObject({
      status: "open",
      customer: { name: "Carl Customer" },
      callId: null,
    });
    for (const step of ["claim", "done"])
      expect(await ada.send("POST", `/api/voip/callbacks/${task!.id}/${step}`)).toMatchObject({
        status: 200,
      });
  });
});
