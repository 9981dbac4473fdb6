import { afterEach, describe, expect, it } from "vitest";
import { expectTone } from "../harness/browser/audio-probe.ts";
import { signedIn, endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { tones } from "../harness/browser/tone.ts";

const onHold = (agent: Console) =>
  agent.page.getByRole("region", { name: "On hold" }).getByRole("listitem");

async function wrapUpFor(seconds: number): Promise<void> {
  const { status } = await (
    await signedIn("alex")
  ).send("PATCH", "/api/tenant/settings", { wrapUpSeconds: seconds });
  expect(status).toBe(200);
}

describe("an agent's desk", () => {
  endCallsAfterEach();

  it("a second call is answered with the first on hold, and each is resumed in turn", async () => {
    const [ada, carl, dora] = await Promise.all([
      Console.open("ada"),
      Portal.open("carl"),
      Portal.open("dora"),
    ]);
    await carl.callByName("Ada");
    await ada.rings("Carl Customer");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await dora.callByName("Ada");
    await ada.page.getByRole("alertdialog", { name: "Incoming call from Dora Customer" }).waitFor();
    await ada.press("Hold and answer");
    await Promise.all([ada.onCallWith("Dora"), dora.onCallWith("Ada")]);
    await onHold(ada).filter({ hasText: "Carl Customer" }).waitFor();
    expect(
      (await (await signedIn("carl")).liveCalls()).map(({ heldByPeer }) => heldByPeer),
    ).toEqual(["music"]);
    await ada.press("Resume");
    await ada.onCallWith("Carl");
    await onHold(ada).filter({ hasText: "Dora Customer" }).waitFor();
    expect(await onHold(ada).count()).toBe(1);
    await Promise.all([expectTone(carl.page, tones.agent), expectTone(ada.page, tones.customer)]);
    await ada.hangUp();
    await carl.notOnCall();
    await ada.press("Resume");
    await ada.onCallWith("Dora");
    await ada.hangUp();
    await dora.notOnCall();
    // Three pages and two calls take longer than the usual limit on a busy machine.
  }, 180_000);

  it("a call on hold says for how long, after a reload and on a second device whose clock is off, too", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await carl.callByName("Ada");
    await ada.rings("Carl Customer");
    await ada.answer();
    await ada.onCallWith("Carl");
    await ada.press("Hold");
    const seconds = async (agent: Console): Promise<number> => {
      const [minutes = 0, rest = 0] = (await onHold(agent).getByRole("timer").innerText())
        .split(":")
        .map(Number);
      return minutes * 60 + rest;
    };
    await expect.poll(() => seconds(ada)).toBeGreaterThanOrEqual(3);
    await ada.page.reload();
    await onHold(ada).getByRole("timer").waitFor();
    expect(await seconds(ada)).toBeGreaterThanOrEqual(3);
    const desk = await Console.open("ada", { clockAheadMs: 300_000 });
    await onHold(desk).getByText("On another device or tab").waitFor();
    expect(Math.abs((await seconds(desk)) - (await seconds(ada)))).toBeLessThanOrEqual(2);
  });

  it("with the customer on hold a colleague is called and asked, and the customer resumed", async () => {
    const [ada, grace, carl] = await Promise.all([
      Console.open("ada"),
      Console.open("grace"),
      Portal.open("carl"),
    ]);
    await carl.callByName("Ada");
    await ada.rings("Carl Customer");
    await ada.answer();
    await ada.onCallWith("Carl");
    await ada.press("Hold");
    await onHold(ada).filter({ hasText: "Carl Customer" }).waitFor();
    await ada.callColleague("Grace Agent");
    await grace.rings("Ada Agent");
    expect(await ada.button("Resume").isDisabled()).toBe(true);
    await grace.answer();
    await Promise.all([ada.onCallWith("Grace"), grace.onCallWith("Ada")]);
    await Promise.all([expectTone(ada.page, tones.agent), expectTone(grace.page, tones.agent)]);
    await ada.hangUp();
    await grace.notOnCall();
    await ada.press("Resume");
    await Promise.all([
      ada.onCallWith("Carl"),
      expectTone(carl.page, tones.agent),
      expectTone(ada.page, tones.customer),
    ]);
    await ada.hangUp();
  }, 180_000);

  it("a second call that is declined leaves the first as it is", async () => {
    const [ada, carl, dora] = await Promise.all([
      Console.open("ada"),
      Portal.open("carl"),
      Portal.open("dora"),
    ]);
    await carl.callByName("Ada");
    await ada.rings("Carl Customer");
    await ada.answer();
    await ada.onCallWith("Carl");
    await dora.callByName("Ada");
    await ada.button("Hold and answer").waitFor();
    await ada.decline();
    await dora.shows("Ada can't talk right now");
    await ada.onCallWith("Carl");
    expect(
      (await (await signedIn("ada")).liveCalls()).map(({ held, status }) => ({ held, status })),
    ).toEqual([{ held: false, status: "IN_PROGRESS" }]);
  });

  describe("with work after a call", () => {
    afterEach(async () => {
      await wrapUpFor(0);
      await (await signedIn("ada")).send("DELETE", "/api/voip/wrap-up");
    });

    it("the wrap-up shows to the agent and the team, and ends when the agent is ready", async () => {
      await wrapUpFor(120);
      const [ada, grace, carl] = await Promise.all([
        Console.open("ada"),
        Console.open("grace"),
        Portal.open("carl"),
      ]);
      await carl.callByName("Ada");
      await ada.rings("Carl Customer");
      await ada.answer();
      await ada.onCallWith("Carl");
      await ada.hangUp();
      await ada.shows(/^Wrapping up$/u);
      await ada.page.getByRole("banner").getByRole("timer").waitFor();
      await grace.openTab("Team");
      await grace.page
        .getByRole("listitem")
        .filter({ hasText: "Ada Agent" })
        .filter({ hasText: "Wrapping up" })
        .waitFor({ timeout: 15_000 });
      await ada.press("I'm ready");
      await ada.shows("Available · reachable here");
      expect(await ada.button("I'm ready").isVisible()).toBe(false);
    });

    it("notes survive a reload without the server, the end of the call, and that of the wrap-up", async () => {
      await wrapUpFor(120);
      const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
      const notes = ada.page.getByRole("textbox", { name: "Notes", exact: true });
      const status = ada.page.getByRole("region", { name: "Notes" }).getByRole("status");
      await carl.callByName("Ada");
      await ada.rings("Carl Customer");
      await ada.answer();
      await ada.onCallWith("Carl");
      await ada.press("Notes");
      await expect.poll(() => notes.evaluate((one) => one === document.activeElement)).toBe(true);
      await ada.page.route("**/notes", (route) =>
        route.request().method() === "PATCH" ? route.abort() : route.continue(),
      );
      await ada.page.keyboard.type("Parcel is late.");
      await status.filter({ hasText: "Not saved" }).waitFor();
      await ada.page.reload();
      await expect.poll(() => notes.inputValue()).toBe("Parcel is late.");
      await status.filter({ hasText: "Not saved" }).waitFor();
      await ada.page.unroute("**/notes");
      await status.filter({ hasText: /^Saved$/u }).waitFor({ timeout: 15_000 });
      await ada.hangUp();
      await ada.shows(/^Wrapping up$/u);
      await notes.press("End");
      await ada.page.keyboard.type(" Wants a refund.");
      await ada.press("I'm ready");
      await ada.shows("Available · reachable here");
      await ada.page
        .getByRole("listitem")
        .filter({ hasText: "Parcel is late. Wants a refund." })
        .first()
        .waitFor();
    }, 120_000);
  });

  it("a callback is claimed by one agent, the other sees who, and it is done", async () => {
    const topic = `Invoice ${Date.now()}`;
    expect(
      (await (await signedIn("dora")).send("POST", "/api/voip/callbacks", { topic })).status,
    ).toBe(201);
    const [ada, grace] = await Promise.all([Console.open("ada"), Console.open("grace")]);
    const rowOf = (agent: Console) => agent.page.getByRole("listitem").filter({ hasText: topic });
    await Promise.all(
      [ada, grace].map(async (agent) => {
        await agent.openTab("Call-backs");
        await rowOf(agent).getByRole("button", { name: "Claim" }).waitFor();
      }),
    );
    await rowOf(ada).getByRole("button", { name: "Claim" }).click();
    await rowOf(ada).getByRole("button", { name: "Call now" }).waitFor();
    // The list is fetched again when the count in the presence reply changes, every 10 s.
    await rowOf(grace)
      .getByText(/with Ada/u)
      .waitFor({ timeout: 15_000 });
    expect(await rowOf(grace).getByRole("button", { name: "Claim" }).count()).toBe(0);
    await rowOf(ada).getByRole("button", { name: "Done" }).click();
    await rowOf(ada).waitFor({ state: "detached" });
  });
});
