import { afterEach, describe, it } from "vitest";
import { changeAcmeSettings, endCallsAfterEach } from "../harness/people/people.ts";
import { Console, Portal } from "../harness/people/screens.ts";

/** Opens a call between Carl in the portal and Ada, with this rule for calls of customers. */
async function callWith(inbound: "notice" | "ask" | "agent") {
  await changeAcmeSettings({ recording: { modes: { inbound } } });
  const [ada, carl] = await Promise.all([Console.open("ada"), Portal.open("carl")]);
  const read = (text: string) => ada.page.getByText(text).first().waitFor();
  return { ada, carl, read };
}

// The tests wait for what the screens show.
// oxlint-disable vitest/expect-expect
describe("the recording of a call, on the screens of both", () => {
  endCallsAfterEach();
  afterEach(() => changeAcmeSettings({ recording: { modes: { inbound: "off" } } }));

  it("asks the customer, whose refusal leaves the call as it is", async () => {
    const { ada, carl, read } = await callWith("ask");
    await carl.callByName("Ada");
    await carl.shows("May we record this call?");
    await ada.answer();
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await read("Not recording: waiting for Carl to agree");
    await carl.press("Continue without recording");
    await Promise.all([
      read("Not recorded: Carl didn't agree"),
      carl.shows("This call is not recorded."),
    ]);
    await Promise.all([ada.onCallWith("Carl"), carl.onCallWith("Ada")]);
    await ada.hangUp();
    await carl.notOnCall();
  });

  it("is told before and during the call, and paused by the agent", async () => {
    const { ada, carl, read } = await callWith("notice");
    await carl.callByName("Ada");
    await Promise.all([carl.shows("This call will be recorded."), read("will be recorded")]);
    await ada.answer();
    await carl.shows("This call is recorded.");
    await ada.press("Pause recording");
    await Promise.all([read("Recording paused"), carl.shows("The recording is paused.")]);
    await ada.press("Resume recording");
    await carl.shows("This call is recorded.");
  });

  it("begins where the agent starts it", async () => {
    const { ada, carl, read } = await callWith("agent");
    await carl.callByName("Ada");
    await ada.answer();
    await read("Not recording");
    await ada.press("Start recording");
    await Promise.all([
      ada.button("Pause recording").waitFor(),
      carl.shows("This call is being recorded."),
    ]);
  });
});
