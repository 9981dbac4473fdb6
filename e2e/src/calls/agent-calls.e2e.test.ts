import { describe, expect, it } from "vitest";
import { person } from "../harness/people/api.ts";
import { expectSilence, expectTone } from "../harness/browser/audio-probe.ts";
import { signedIn, endCallsAfterEach, endedCall, secondsTalked } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";
import { tones } from "../harness/browser/tone.ts";

describe("an agent calls", () => {
  endCallsAfterEach();

  it("a customer, whose page rings though the widget was never opened", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await ada.callCustomer("Carl Customer");
    await carl.rings("Ada");
    await carl.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(carl.page, tones.agent)]);
    await carl.mute();
    await expectSilence(ada.page);
    await carl.hangUp();
    await Promise.all([ada.notOnCall(2_000), carl.notOnCall(2_000)]);
    const entry = await endedCall("ada");
    expect(entry).toMatchObject({
      status: "COMPLETED",
      fromUserId: person("ada").supabaseUserId,
      fromUserType: "CRM_USER",
      toUserId: person("carl").supabaseUserId,
      toUserType: "PORTAL_CUSTOMER",
      duration: secondsTalked(entry),
    });
  });

  it("a customer who declines", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await ada.callCustomer("Carl Customer");
    await carl.rings("Ada");
    await carl.decline();
    await Promise.all([carl.stopsRinging(2_000), ada.notOnCall(2_000)]);
    await ada.button("Cancel").waitFor({ state: "detached" });
    expect(await endedCall("ada")).toMatchObject({
      status: "DECLINED",
      endReason: "declined",
      duration: 0,
    });
  });

  it("a customer, and takes the call back before the answer", async () => {
    const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
    await ada.callCustomer("Carl Customer");
    await carl.rings("Ada");
    await ada.cancel();
    await carl.stopsRinging(2_000);
    expect(await endedCall("carl")).toMatchObject({
      status: "CANCELLED",
      toUserType: "PORTAL_CUSTOMER",
      duration: 0,
    });
  });

  it("a colleague of the same tenant", async () => {
    const [ada, grace] = await Promise.all([
      Console.open("ada"),
      Console.open("grace", { side: "customer" }),
    ]);
    await ada.callColleague("Grace Agent");
    await grace.rings("Ada Agent");
    await grace.answer();
    await Promise.all([ada.onCallWith("Grace"), grace.onCallWith("Ada")]);
    await Promise.all([expectTone(ada.page, tones.customer), expectTone(grace.page, tones.agent)]);
    await ada.hangUp();
    await grace.notOnCall(2_000);
    expect(await endedCall("grace")).toMatchObject({
      status: "COMPLETED",
      fromUserType: "CRM_USER",
      toUserType: "CRM_USER",
    });
  });

  it("nobody of another tenant: such a person is like no one", async () => {
    const ada = await signedIn("ada");
    const replies = await Promise.all(
      [person("gina").supabaseUserId, "00000000-0000-4000-8000-000000000000"].map(
        (calleeSupabaseId) => ada.send("POST", "/api/voip/start-call", { calleeSupabaseId }),
      ),
    );
    for (const { status, body } of replies)
      expect({ status, body }).toMatchObject({ status: 404, body: { code: "callee_not_found" } });
  });
});
