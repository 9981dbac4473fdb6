import { describe, expect, it } from "vitest";
import { createFakeClock } from "../../testing/fake-clock.ts";
import { createFakeDevicePort, deskDevices } from "../../testing/fake-devices.ts";
import type { DeviceList } from "./browser-devices.ts";
import { createDevices } from "./devices.ts";

/** Opens the devices of a browser that does not report changes, and counts how often it lists. */
function open({ reportsChanges = false } = {}) {
  const clock = createFakeClock();
  const port = createFakeDevicePort(deskDevices, { reportsChanges });
  let lists = 0;
  const counted = {
    ...port,
    list: () => {
      lists += 1;
      return port.list();
    },
  };
  const devices = createDevices({ port: counted, storage: null, clock });
  const listedIn = async (ms: number): Promise<number> => {
    const before = lists;
    await clock.advance(ms);
    return lists - before;
  };
  return { devices, port, listedIn };
}

describe("devices whose changes a browser does not report", () => {
  it("are not listed while nobody uses them, nor chose one", async () => {
    const { devices, listedIn } = open();
    devices.subscribe(() => undefined);
    expect(await listedIn(600_000)).toBe(0);
  });

  it("are listed every minute while nobody uses them, but one was chosen", async () => {
    const { devices, port, listedIn } = open();
    const stop = devices.subscribe(() => undefined);
    devices.choose("ringer", "headset");
    expect(await listedIn(600_000)).toBe(10);
    port.plug({ outputs: [] });
    expect(devices.getState().outputs).toHaveLength(2);
    await listedIn(60_000);
    expect(devices.getState().outputs).toHaveLength(0);
    stop();
    expect(await listedIn(600_000)).toBe(0);
  });

  it("are listed at once and every 2 s while somebody uses them", async () => {
    const { devices, port, listedIn } = open();
    devices.subscribe(() => undefined);
    await listedIn(5_000);
    port.plug({ outputs: [] });
    const [one, other] = [devices.followClosely(), devices.followClosely()];
    expect(await listedIn(0)).toBe(0);
    expect(devices.getState().outputs).toHaveLength(0);
    expect(await listedIn(10_000)).toBe(5);
    one();
    one();
    expect(await listedIn(10_000)).toBe(5);
    other();
    await listedIn(2_000);
    expect(await listedIn(60_000)).toBe(0);
  });
});

it("a list that fails leaves the last one in use", async () => {
  const port = createFakeDevicePort(deskDevices);
  let fails = false;
  const list = async (): Promise<DeviceList> => {
    if (fails) throw new Error("AbortError");
    return port.list();
  };
  const devices = createDevices({ port: { ...port, list }, storage: null });
  devices.choose("ringer", "headset");
  port.plug({ outputs: deskDevices.outputs.slice(0, 1) });
  await devices.refresh();
  const before = devices.getState();
  expect(before.uses.ringer.change?.type).toBe("replaced");
  fails = true;
  await devices.refresh();
  expect(devices.getState()).toBe(before);
});

describe("lists that take longer than the time until the next one", () => {
  it("are used, but no list that began before the one in use", async () => {
    const port = createFakeDevicePort(deskDevices, { reportsChanges: false });
    const lists: ((outputs: string[]) => void)[] = [];
    const slow = {
      ...port,
      list: () =>
        new Promise<DeviceList>((resolve) => {
          lists.push((ids) =>
            resolve({ inputs: [], outputs: ids.map((id) => ({ id, label: id })) }),
          );
        }),
    };
    const clock = createFakeClock();
    const devices = createDevices({ port: slow, storage: null, clock });
    const outputs = (): string[] => devices.getState().outputs.map(({ id }) => id);
    devices.followClosely();
    devices.subscribe(() => undefined);
    await clock.advance(6_000);
    expect(lists).toHaveLength(4);
    lists[1]?.(["headset", "loudspeaker"]);
    await clock.advance(0);
    expect(outputs()).toEqual(["headset", "loudspeaker"]);
    lists[2]?.(["loudspeaker"]);
    await clock.advance(0);
    lists[0]?.(["headset"]);
    await clock.advance(0);
    expect(outputs()).toEqual(["loudspeaker"]);
  });
});

describe("devices whose changes a browser reports", () => {
  it("are listed after a change only", async () => {
    const { devices, port, listedIn } = open({ reportsChanges: true });
    devices.subscribe(() => undefined);
    const stop = devices.followClosely();
    expect(await listedIn(60_000)).toBe(0);
    port.plug({ outputs: [] });
    await listedIn(0);
    expect(devices.getState().outputs).toHaveLength(0);
    stop();
  });
});
