// @vitest-environment jsdom
import { act, cleanup, screen, within } from "@testing-library/react";
import { createFakeDevices, deskDevices } from "@synapse-voice/client/testing";
import { afterEach, describe, expect, it } from "vitest";
import { adasClient, fakeServices } from "../../../testing/fake-console.ts";
import { showConsole } from "../../../testing/show-console.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
});

function show(options: Parameters<typeof fakeServices>[1] = {}) {
  const devices = createFakeDevices();
  const services = fakeServices(adasClient(), { devices, ...options });
  const user = showConsole(services, { fragment: "#/devices" });
  return { devices, user };
}
const list = (name: string) => screen.findByRole<HTMLSelectElement>("combobox", { name });
const entries = (select: HTMLSelectElement) =>
  within(select)
    .getAllByRole("option")
    .map(({ textContent }) => textContent);

describe("the page of devices", () => {
  it("lists what is plugged in, and what is used by default", async () => {
    show();
    const ringer = await list("Ringer");
    expect(entries(ringer)).toEqual(["System default", "Loudspeaker", "Headset"]);
    expect(ringer.selectedOptions[0]?.textContent).toBe("System default");
    const second = await list("Second ringer");
    expect([second.selectedOptions[0]?.textContent, entries(second).length]).toEqual(["None", 3]);
    expect(entries(await list("Microphone"))).toContain("Desk microphone");
  });

  it("chooses a device, and shows what is used while it is unplugged", async () => {
    const { devices, user } = show();
    const ringer = await list("Ringer");
    await user.selectOptions(ringer, "Headset");
    expect(devices.getState().uses.ringer.chosen).toEqual({ id: "headset", label: "Headset" });
    await act(async () => devices.plug({ outputs: deskDevices.outputs.slice(0, 1) }));
    expect(ringer.selectedOptions[0]?.textContent).toBe("System default");
    expect(
      screen.getAllByText("Headset is gone. Your system's own is used until it is back.").length,
    ).toBeGreaterThan(0);
    await act(async () => devices.plug({ outputs: deskDevices.outputs }));
    expect(ringer.selectedOptions[0]?.textContent).toBe("Headset");
    expect(screen.getAllByText("Headset is back, and in use again.").length).toBeGreaterThan(0);
  });

  it("plays the second ringer only where one is chosen", async () => {
    const { user } = show();
    await list("Second ringer");
    expect(screen.getAllByRole("button", { name: "Play the ring" })).toHaveLength(1);
    await user.selectOptions(await list("Second ringer"), "Headset");
    expect(screen.getAllByRole("button", { name: "Play the ring" })).toHaveLength(2);
  });

  it("says what to do where the browser names no devices yet", async () => {
    show({ devices: createFakeDevices({ list: { inputs: [], outputs: [] } }) });
    expect(await screen.findByText(/once the microphone is allowed/u)).toBeDefined();
  });

  it("says how to allow the microphone where a test finds it blocked", async () => {
    const { user } = show({ media: { microphone: "refused" } });
    await user.click(await screen.findByRole("button", { name: "Test the microphone" }));
    expect((await screen.findByRole("alert")).textContent).toMatch(/^Your microphone is blocked/u);
    expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
  });

  it("is reached from the settings", async () => {
    const { user } = show();
    await list("Ringer");
    await user.click(screen.getByRole("link", { name: "Settings" }));
    await user.click(await screen.findByRole("link", { name: "Choose and test devices" }));
    expect(await list("Ringer")).toBeDefined();
    await user.click(screen.getByRole("link", { name: "Back" }));
    expect(await screen.findByRole("link", { name: "Choose and test devices" })).toBeDefined();
  });
});
