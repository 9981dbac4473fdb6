import { describe, expect, it } from "vitest";
import { expectSilence, expectTone } from "../harness/browser/audio-probe.ts";
import { tones } from "../harness/browser/tone.ts";
import { Console } from "../harness/people/screens.ts";
import { stack } from "../harness/stack/stack.ts";

describe("a call to oneself on the first day", () => {
  it("plays the agent's own voice through the media server, and leaves nothing behind", async () => {
    const ada = await Console.open("ada");
    await ada.press("Start the test");
    await ada.shows("Do you hear yourself?", 10_000);
    await expectTone(ada.page, tones.agent);
    await ada.press("Yes");
    await ada.shows("Calls work on this device.");
    await expectSilence(ada.page);
    expect(await ada.page.locator("audio").count()).toBe(0);
  });

  it("names the network where the media server can't be reached", async () => {
    const ada = await Console.open("ada");
    const { port } = new URL(stack.urls.livekit);
    await ada.page.routeWebSocket(new RegExp(`:${port}/`, "u"), (socket) => socket.close());
    await ada.page.route(new RegExp(`:${port}/`, "u"), (route) => route.abort());
    await ada.press("Start the test");
    await ada.shows("This network blocks calls: no sound gets through", 15_000);
    expect(await ada.button("Try again").isVisible()).toBe(true);
  });
});
