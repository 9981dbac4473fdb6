import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installAudioProbe } from "../harness/browser/audio-probe.ts";
import { endCallsAfterEach } from "../harness/people/people.ts";
import { Portal } from "../harness/people/screens.ts";
import { closeWindow } from "./harness/app-actions.ts";
import type { Desktop } from "./harness/app.ts";
import { ringingPage } from "./harness/ring-actions.ts";
import { openWorkplace, renewPresence, signInAsAda, type Workplace } from "./harness/workplace.ts";

const audioProcesses = ({ app }: Desktop): Promise<number> =>
  app.evaluate(
    ({ app: inside }) =>
      inside.getAppMetrics().filter(({ serviceName }) => serviceName === "audio.mojom.AudioService")
        .length,
  );

describe("the desktop app while nobody calls", () => {
  let place: Workplace;
  let desktop: Desktop;

  beforeAll(async () => {
    place = await openWorkplace();
    // The app itself waits two minutes.
    const switches = ["--use-fake-device-for-media-stream", "--audio-service-quit-timeout-ms=1000"];
    desktop = await place.launch({ switches });
    await desktop.app.context().addInitScript(installAudioProbe);
    await desktop.page.reload();
    await signInAsAda(desktop);
  });
  afterAll(() => place?.close());
  endCallsAfterEach();

  test("has no audio process, and the next call is heard all the same", async () => {
    await renewPresence(desktop.app);
    await closeWindow(desktop.app);
    await expect.poll(() => audioProcesses(desktop)).toBe(0);
    const carl = await Portal.open("carl");
    await carl.callByName("Ada");
    await ringingPage(desktop);
    expect(await audioProcesses(desktop)).toBe(1);
  });
});
