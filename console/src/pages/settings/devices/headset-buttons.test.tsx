// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import type { CallView } from "@synapse-voice/client";
import { aCallView } from "@synapse-voice/client/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createFakeHeadset, createFakeHid, usualHeadset } from "../../../testing/fake-hid.ts";
import { adasClient, fakeServices } from "../../../testing/fake-console.ts";
import { createFakePreferences, desktopPlatform } from "../../../testing/fake-main-process.ts";
import { lastCommand, showConsole, showForAda } from "../../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const vendorOnly = createFakeHeadset([{ ...usualHeadset, usagePage: 0xff00 }], {
  productName: "Gaming mouse",
  productId: 9,
});

function show(headset = createFakeHeadset(), preferences = createFakePreferences()) {
  const hid = createFakeHid(headset, vendorOnly);
  const client = adasClient();
  const answered: string[] = [];
  const answerByHeadset = (callId: string): void => void answered.push(callId);
  const services = {
    ...fakeServices(client),
    platform: desktopPlatform({ preferences, answerByHeadset }),
    hid,
  };
  const user = showConsole(services, { fragment: "#/devices" });
  const setCalls = (...calls: readonly CallView[]) => act(async () => client.set({ calls }));
  return { user, hid, client, headset, preferences, setCalls, answered };
}
const ringing = aCallView({ role: "callee", phase: "ringing-in" });
const talking = aCallView({ role: "callee", phase: "on-call", here: true });
const press = (name: string): Promise<HTMLElement> => screen.findByRole("button", { name });
const connected = () => screen.findByText(/^Connected: its buttons/u);

describe("the buttons of a headset", () => {
  it("answer, mute and hang up once the headset is connected, and its lights follow", async () => {
    const { user, client, headset, setCalls, answered } = show();
    expect(screen.queryByText("Gaming mouse")).toBeNull();
    await user.click(await press("Connect Jabra Evolve2 65"));
    await connected();
    await setCalls(ringing);
    await expect.poll(() => headset.written.at(-1)).toBe("2: 4");
    headset.report(2, 1);
    // By main, which shows the window first if the caller would hear nothing.
    expect(answered).toEqual([ringing.call.id]);
    await setCalls(talking);
    await expect.poll(() => headset.written.at(-1)).toBe("2: 1");
    headset.report(2, 3);
    expect(lastCommand(client)).toEqual(["setMuted", true]);
    await act(async () => client.set({ muted: true }));
    await expect.poll(() => headset.written.at(-1)).toBe("2: 3");
    headset.report(2, 0);
    expect(lastCommand(client)).toEqual(["hangUp", talking.call.id]);
  });

  it("work again when a headset is plugged in again, also during a call", async () => {
    const { user, hid, client, headset, setCalls } = show();
    await user.click(await press("Connect Jabra Evolve2 65"));
    await connected();
    await setCalls(talking);
    await act(async () => hid.unplug(headset));
    await screen.findByText(/^Not plugged in/u);
    expect(lastCommand(client)).toEqual(["start"]);
    const again = createFakeHeadset();
    await act(async () => hid.plug(again));
    await connected();
    await expect.poll(() => again.written.at(-1)).toBe("2: 1");
    await user.click(await press("Disconnect Jabra Evolve2 65"));
    await press("Connect Jabra Evolve2 65");
    expect(again.opened).toBe(false);
    expect(again.written.at(-1)).toBe("2: 0");
  });

  it("work at the next start, without a ring that the person turned off", async () => {
    const first = show();
    await first.user.click(await press("Connect Jabra Evolve2 65"));
    await connected();
    cleanup();
    const preferences = createFakePreferences({ doNotDisturb: true });
    const { headset, setCalls, answered } = show(createFakeHeadset(), preferences);
    await connected();
    await setCalls(ringing);
    headset.report(2, 1);
    expect(answered).toEqual([ringing.call.id]);
    expect(headset.written).toEqual(["2: 0"]);
    await act(async () => preferences.change({ doNotDisturb: false }));
    await expect.poll(() => headset.written.at(-1)).toBe("2: 4");
  });

  it("say if another app has the headset, and can be tried again", async () => {
    const headset = createFakeHeadset();
    headset.setBusy(true);
    const { user } = show(headset);
    await user.click(await press("Connect Jabra Evolve2 65"));
    await screen.findByText(/^Its buttons can't be used\. Another app may have it/u);
    headset.setBusy(false);
    await user.click(await press("Try again: Jabra Evolve2 65"));
    await connected();
    expect(headset.opened).toBe(true);
  });

  it("leave calls on hold alone", async () => {
    const { user, client, headset, setCalls } = show();
    await user.click(await press("Connect Jabra Evolve2 65"));
    await connected();
    await setCalls({ ...talking, held: true });
    headset.report(2, 1);
    headset.report(2, 0);
    headset.report(2, 2);
    expect(lastCommand(client)).toEqual(["start"]);
  });

  it("are none of a web page's", async () => {
    showForAda(adasClient(), "#/devices");
    await screen.findByText("The ring");
    await waitFor(() => expect(screen.queryByText("Headset buttons")).toBeNull());
  });
});
