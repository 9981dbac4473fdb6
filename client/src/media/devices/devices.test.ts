import { describe, expect, it } from "vitest";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { createFakeDevices, deskDevices } from "../../testing/fake-devices.ts";
import { createFakeStorage } from "../../testing/test-client.ts";
import { deviceRoles } from "./device-choices.ts";

const [loudspeaker, headset] = deskDevices.outputs as [{ id: string; label: string }, never];

async function open({ storage = createFakeStorage(), list = deskDevices } = {}) {
  const clock = createFakeClock();
  const devices = createFakeDevices({ storage, clock, list });
  const changes: string[] = [];
  const stop = devices.subscribe(() => changes.push(JSON.stringify(devices.getState().uses)));
  await devices.refresh();
  return { devices, storage, clock, changes, stop, uses: () => devices.getState().uses };
}

describe("devices that nobody chose", () => {
  it("are those of the system, and there is no second ringer", async () => {
    const { uses } = await open();
    expect(deviceRoles.map((role) => uses()[role].usedId)).toEqual(["", "", "", null]);
  });
});

describe("a chosen device", () => {
  it("is used, also after a restart", async () => {
    const { devices, storage } = await open();
    devices.choose("ringer", "loudspeaker");
    devices.choose("second-ringer", "headset");
    const restarted = await open({ storage });
    expect(restarted.uses()).toMatchObject({
      ringer: { chosen: loudspeaker, usedId: "loudspeaker", change: null },
      "second-ringer": { chosen: headset, usedId: "headset", change: null },
      speaker: { chosen: null, usedId: "" },
    });
  });

  it("is used before the browser names devices", async () => {
    const { devices, storage } = await open();
    devices.choose("speaker", "headset");
    const unnamed = await open({ storage, list: { inputs: [], outputs: [] } });
    expect(unnamed.uses().speaker).toMatchObject({ usedId: "headset", change: null });
  });

  it("that is unplugged gives way to the system's own, and returns when it is back", async () => {
    const { devices, clock, uses } = await open();
    devices.choose("ringer", "headset");
    devices.choose("second-ringer", "headset");
    await devices.plug({ outputs: [loudspeaker] });
    const change = { type: "replaced", label: "Headset" };
    expect(uses()).toMatchObject({
      ringer: { usedId: "", change },
      "second-ringer": { usedId: null, change },
    });
    await devices.plug({ outputs: deskDevices.outputs });
    const back = { type: "restored", label: "Headset" };
    expect(uses().ringer).toMatchObject({ usedId: "headset", change: back });
    await clock.advance(9_999);
    expect(uses().ringer.change).toEqual(back);
    await clock.advance(1);
    expect(uses().ringer).toMatchObject({ usedId: "headset", change: null });
  });

  it("that goes and returns again soon after is shown as back for as long as the first time", async () => {
    const { devices, clock, uses } = await open();
    devices.choose("microphone", "headset");
    const goAndReturn = async (): Promise<void> => {
      await devices.plug({ inputs: deskDevices.inputs.slice(0, 1) });
      expect(uses().microphone.change?.type).toBe("replaced");
      await devices.plug({ inputs: deskDevices.inputs });
      expect(uses().microphone.change?.type).toBe("restored");
    };
    await goAndReturn();
    await clock.advance(9_000);
    await goAndReturn();
    await clock.advance(9_999);
    expect(uses().microphone.change?.type).toBe("restored");
    await clock.advance(1);
    expect(uses().microphone.change).toBeNull();
  });

  it("is known by its name where its id has changed, unless two have that name", async () => {
    const { devices, storage, uses } = await open();
    devices.choose("microphone", "headset");
    const renamed = { id: "other", label: "Headset" };
    await devices.plug({ inputs: [renamed, { id: "third", label: "Headset" }] });
    expect(uses().microphone.change?.type).toBe("replaced");
    await devices.plug({ inputs: [renamed] });
    expect(uses().microphone).toMatchObject({ chosen: renamed, usedId: "other" });
    expect((await open({ storage, list: { inputs: [], outputs: [] } })).uses().microphone).toEqual({
      chosen: renamed,
      usedId: "other",
      change: null,
    });
  });

  it("of an earlier version, whose id alone was stored, gets its name", async () => {
    const storage = createFakeStorage();
    storage.setItem("synapse-voice.microphone", "headset");
    const { uses } = await open({ storage });
    expect(uses().microphone.chosen).toEqual({ id: "headset", label: "Headset" });
    expect(storage.items.get("synapse-voice.microphone")).toContain("Headset");
  });

  it("can be given up again", async () => {
    const { devices, storage, uses } = await open();
    devices.choose("second-ringer", "headset");
    devices.choose("second-ringer", null);
    expect([uses()["second-ringer"], storage.items.size]).toEqual([
      { chosen: null, usedId: null, change: null },
      0,
    ]);
  });

  it("is chosen for the page where nothing can be stored", async () => {
    const devices = createFakeDevices({ storage: null });
    devices.choose("speaker", "headset");
    expect(devices.getState().uses.speaker.usedId).toBe("headset");
    devices.choose("speaker", null);
    expect(devices.getState().uses.speaker.usedId).toBe("");
  });
});

it("a choice of another page is followed", async () => {
  const { devices, storage, uses } = await open();
  (await open({ storage })).devices.choose("ringer", "headset");
  await devices.plug({});
  expect(uses().ringer.usedId).toBe("headset");
});

it("nobody is told of what stays the same, or after they have left", async () => {
  const { devices, changes, stop } = await open();
  const before = changes.length;
  await devices.plug({});
  stop();
  devices.choose("ringer", "headset");
  expect(changes).toHaveLength(before);
});
