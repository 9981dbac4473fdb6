// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { me } from "@synapse-voice/contract";
import { afterEach, describe, expect, it } from "vitest";
import type { Platform } from "../../../shared/platform/platform.ts";
import { adasClient, fakeServices, quietPlatform } from "../../../testing/fake-console.ts";
import { desktopPlatform } from "../../../testing/fake-main-process.ts";
import { adasProfile } from "../../../testing/samples.ts";
import { showConsole } from "../../../testing/show-console.tsx";

afterEach(cleanup);

function show(platform: Platform): void {
  const client = adasClient();
  client.reply(me, { ...adasProfile, role: "AGENT" });
  showConsole({ ...fakeServices(client), platform }, { fragment: "#/settings" });
}
const titles = () =>
  screen.getAllByRole("heading", { level: 3 }).map(({ textContent }) => textContent);

describe("the settings of this device", () => {
  it("are in groups with titles, in the desktop app", async () => {
    show(desktopPlatform());
    await screen.findByRole("group", { name: "Links" });
    await screen.findByRole("group", { name: "Start" });
    expect(titles()).toEqual([
      "Connection",
      "Devices",
      "Alerts",
      "Keys that work in every program",
      "Start",
      "Links",
      "Support",
    ]);
  });

  it("are fewer on a web page", async () => {
    show(quietPlatform);
    await screen.findByRole("group", { name: "Alerts" });
    expect(titles()).toEqual(["Connection", "Devices", "Alerts"]);
  });
});
