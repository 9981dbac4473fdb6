import { describe, expect, it } from "vitest";
import { person } from "../harness/people/api.ts";
import {
  changeAcmeSettings,
  signedIn,
  endCallsAfterEach,
  endedCall,
  restoreAcmeSettingsAfterEach,
} from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";

describe("clicks that race", () => {
  endCallsAfterEach();
  restoreAcmeSettingsAfterEach();
  /** Offers a call to all agents at once, so that two can answer it. */
  const ringAll = () => changeAcmeSettings({ queueStrategy: "ring_all" });

  it("a double click on Call makes one call, on Answer one answer", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    const before = (await (await signedIn("carl")).history(100)).length;
    await carl.button("Need help?").click();
    await carl.button("Call").dblclick();
    await ada.rings("Carl Customer");
    await ada.button("Answer").dblclick();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    expect(await (await signedIn("carl")).liveCalls()).toHaveLength(1);
    expect((await (await signedIn("carl")).history(100)).length).toBe(before + 1);
  });

  it("where all agents are rung at once, the first answer wins, and the other reads who answered", async () => {
    await ringAll();
    const [ada, grace, carl] = await Promise.all([
      Console.open("ada"),
      Console.open("grace"),
      Portal.open("carl"),
    ]);
    await carl.call();
    await Promise.all([ada.rings("Carl Customer"), grace.rings("Carl Customer")]);
    await grace.answer();
    await carl.onCallWith("Grace");
    await ada.stopsRinging(2_000);
    await ada.shows(/Answered by Grace/u);
    await carl.hangUp();
    expect(await endedCall("carl")).toMatchObject({
      toUserId: person("grace").supabaseUserId,
      status: "COMPLETED",
    });
  });

  it("two agents answer in the same moment: one is on the call, the other learns who", async () => {
    await ringAll();
    const [ada, grace, carl] = await Promise.all([
      Console.open("ada"),
      Console.open("grace"),
      Portal.open("carl"),
    ]);
    await carl.call();
    await Promise.all([ada.rings("Carl Customer"), grace.rings("Carl Customer")]);
    // Buttons found beforehand and pressed without a further look: the loser's may go the moment
    // the winner's is pressed.
    const buttons = await Promise.all(
      [ada, grace].map((agent) => agent.button("Answer").elementHandle()),
    );
    await Promise.all(buttons.map((button) => button!.dispatchEvent("click")));
    await carl.onCallWith("(Ada|Grace)");
    const [call] = await (await signedIn("carl")).liveCalls();
    const [winner, loser, name] =
      call!.callee!.supabaseUserId === person("ada").supabaseUserId
        ? [ada, grace, "Ada"]
        : [grace, ada, "Grace"];
    await winner.onCallWith("Carl");
    await loser.shows(new RegExp(`Answered by ${name}`, "u"));
    expect(await loser.button("Hang up").isVisible()).toBe(false);
  });

  it("an agent's second window stops ringing when the first has answered", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    const elsewhere = await Console.open("ada");
    await carl.call();
    await Promise.all([ada.rings("Carl Customer"), elsewhere.rings("Carl Customer")]);
    await ada.answer();
    await elsewhere.stopsRinging(2_000);
    await elsewhere.shows(/another (device|tab|window)/iu);
    // It may end the call, but the sound is the other window's.
    expect(await elsewhere.button("Mute").isVisible()).toBe(false);
  });

  it("fifty answers at once by the same two agents make one winner", async () => {
    await ringAll();
    const [ada, grace, carl] = await Promise.all([
      signedIn("ada"),
      signedIn("grace"),
      signedIn("carl"),
    ]);
    await Promise.all(
      [ada, grace].map((agent) => agent.send("PUT", "/api/voip/presence", { state: "available" })),
    );
    const { body } = await carl.send("POST", "/api/voip/start-call", {});
    const { callId } = body as { callId: string };
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? ada : grace)
          .send("POST", `/api/voip/calls/${callId}/accept`)
          .then(({ status }) => ({ status, who: index % 2 })),
      ),
    );
    const winners = new Set(replies.filter(({ status }) => status === 200).map(({ who }) => who));
    expect(winners.size).toBe(1);
    expect(
      new Set(replies.filter(({ who }) => !winners.has(who)).map(({ status }) => status)),
    ).toEqual(new Set([409]));
  });
});
