import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newProfile } from "../harness/browser/browsers.ts";
import { signedIn } from "../harness/people/people.ts";
import { Portal } from "../harness/people/screens.ts";

async function setHours(businessHours: { timeZone: string; spans: never[] } | null): Promise<void> {
  const { status } = await (
    await signedIn("alex")
  ).send("PATCH", "/api/tenant/settings", { businessHours });
  expect(status).toBe(200);
}

/** Runs in the page: records if it asks for the microphone. */
function recordMicrophoneRequests(): void {
  // Undefined on insecure pages.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (constraints) => {
    document.documentElement.dataset["asked"] = "yes";
    return ask(constraints);
  };
}

describe("a customer outside the opening hours", () => {
  beforeAll(() => setHours({ timeZone: "UTC", spans: [] }));
  afterAll(() => setHours(null));

  it("reads so when the panel opens, before any question for the microphone, and can ask to be called back", async () => {
    // Without this permission the browser would ask the customer for the microphone.
    const profile = await newProfile("customer", { permissions: [] });
    await profile.addInitScript(recordMicrophoneRequests);
    const carl = await Portal.openIn(profile, "carl");
    await carl.button("Need help?").click();
    await carl.shows("We're closed right now.");
    expect(await carl.button("Call").count()).toBe(0);
    await carl.button("Ask for a call-back").click();
    await carl.shows("We'll call you back");
    expect(
      await carl.page.evaluate(() => document.documentElement.dataset["asked"]),
    ).toBeUndefined();
  });
});
