import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFakeDevices } from "../../testing/fake-devices.ts";
import { connectOutputs, followOutput } from "./connect-outputs.ts";

/** An element that plays on one of some outputs; others can't be used. */
class FakeElement {
  static all: FakeElement[] = [];
  static readonly usable = new Set(["", "headset", "loudspeaker"]);
  sinkId = "";
  playing = false;
  srcObject: unknown = null;

  constructor() {
    FakeElement.all.push(this);
  }
  setSinkId = async (id: string): Promise<void> => {
    if (id === "hung") await new Promise(() => {});
    if (!FakeElement.usable.has(id)) throw new Error("NotFoundError");
    this.sinkId = id;
  };
  play = async (): Promise<void> => void (this.playing = true);
  pause = (): void => void (this.playing = false);
}

const flush = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

beforeEach(() => {
  FakeElement.all = [];
  vi.stubGlobal("Audio", FakeElement);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a source of sound", () => {
  function source() {
    const destination = "the system's own";
    const targets = new Set<unknown>();
    const context = { destination, createMediaStreamDestination: () => ({ stream: {} }) };
    const node = {
      connect: (target: unknown) => targets.add(target),
      disconnect: (target: unknown) => targets.delete(target),
    };
    return {
      context: context as unknown as AudioContext,
      node: node as unknown as AudioNode,
      heard: async () => {
        await flush();
        const own = targets.has(destination) ? [""] : [];
        return [
          ...own,
          ...FakeElement.all.filter(({ playing }) => playing).map(({ sinkId }) => sinkId),
        ];
      },
    };
  }

  it("plays on the ringer and on the second ringer, also when they change", async () => {
    const { context, node, heard } = source();
    const devices = createFakeDevices();
    await devices.refresh();
    const stop = connectOutputs(context, node, devices, ["ringer", "second-ringer"]);
    expect(await heard()).toEqual([""]);
    devices.choose("second-ringer", "headset");
    expect(await heard()).toEqual(["", "headset"]);
    devices.choose("ringer", "loudspeaker");
    expect(await heard()).toEqual(["headset", "loudspeaker"]);
    await devices.plug({ outputs: [{ id: "headset", label: "Headset" }] });
    expect(await heard()).toEqual(["", "headset"]);
    stop();
    expect(await heard()).toEqual([]);
    devices.choose("ringer", "headset");
    expect(await heard()).toEqual([]);
  });

  it("plays once where two roles have one device", async () => {
    const { context, node, heard } = source();
    const devices = createFakeDevices();
    devices.choose("ringer", "headset");
    devices.choose("second-ringer", "headset");
    connectOutputs(context, node, devices, ["ringer", "second-ringer"]);
    expect(await heard()).toEqual(["headset"]);
  });

  it("is heard even where the chosen device can't be used", async () => {
    const { context, node, heard } = source();
    const devices = createFakeDevices();
    devices.choose("ringer", "in-use-elsewhere");
    connectOutputs(context, node, devices, ["ringer"]);
    expect(await heard()).toEqual([""]);
  });

  it("is heard within 2 s even where the browser never answers for the chosen device", async () => {
    vi.useFakeTimers();
    const { context, node, heard } = source();
    const devices = createFakeDevices({
      list: { inputs: [], outputs: [{ id: "hung", label: "Hung" }] },
    });
    await devices.refresh();
    devices.choose("ringer", "hung");
    connectOutputs(context, node, devices, ["ringer"]);
    expect(await heard()).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await heard()).toEqual([""]);
  });
});

describe("an audio element", () => {
  it("follows the device of its role", async () => {
    const devices = createFakeDevices();
    devices.choose("speaker", "headset");
    const element = new FakeElement();
    const stop = followOutput(element, devices, "speaker");
    await flush();
    expect(element.sinkId).toBe("headset");
    devices.choose("speaker", "gone");
    await flush();
    expect(element.sinkId).toBe("");
    devices.choose("speaker", "headset");
    await flush();
    expect(element.sinkId).toBe("headset");
    stop();
    devices.choose("speaker", null);
    await flush();
    expect(element.sinkId).toBe("headset");
  });

  it("tries a device again, for which the browser has not answered, when devices change", async () => {
    vi.useFakeTimers();
    const devices = createFakeDevices();
    const element = new FakeElement();
    const asked: string[] = [];
    const { setSinkId } = element;
    let isHung = true;
    element.setSinkId = async (id) => {
      asked.push(id);
      await (isHung ? new Promise<void>(() => {}) : setSinkId(id));
    };
    devices.choose("speaker", "headset");
    followOutput(element, devices, "speaker");
    await vi.advanceTimersByTimeAsync(2_000);
    isHung = false;
    await devices.plug({ outputs: [{ id: "headset", label: "Headset" }] });
    await flush();
    expect([asked, element.sinkId]).toEqual([["headset", "headset"], "headset"]);
  });

  it("that can't choose its output plays on the system's own", () => {
    const devices = createFakeDevices();
    devices.choose("speaker", "headset");
    expect(() => followOutput({}, devices, "speaker")).not.toThrow();
  });
});
