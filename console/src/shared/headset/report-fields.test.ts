import { describe, expect, it } from "vitest";
import { bits, padding, usualHeadset } from "../../testing/fake-hid.ts";
import { headsetFields } from "./report-fields.ts";

const view = (...bytes: number[]): DataView => new DataView(Uint8Array.from(bytes).buffer);
const fieldsOf = (...collections: Parameters<typeof headsetFields>[0]["collections"]) =>
  headsetFields({ collections });

describe("the buttons and lights of a headset", () => {
  it("are found in one report, between other bits", () => {
    const fields = fieldsOf({ usagePage: 0x0c }, usualHeadset);
    const [hook, mute] = fields?.buttons ?? [];
    expect(hook).toMatchObject({ button: "hook", reportId: 2, isAbsolute: true });
    expect(mute).toMatchObject({ button: "mute", reportId: 2, isAbsolute: false });
    expect(
      [0b01, 0b10, 0b11].map((byte) => [hook?.isOn(view(byte)), mute?.isOn(view(byte))]),
    ).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
    expect(fields?.lights).toEqual([
      {
        reportId: 2,
        length: 1,
        bits: new Map([
          ["offHook", 0],
          ["mute", 1],
          ["ring", 2],
        ]),
      },
    ]);
  });

  it("are found in reports of their own, behind fill bits and in ranges", () => {
    const fields = fieldsOf({
      usagePage: 0x0b,
      inputReports: [
        { reportId: 3, items: [padding(9), bits([0x0b0020])] },
        {
          reportId: 4,
          items: [
            {
              isRange: true,
              usageMinimum: 0x0b002a,
              usageMaximum: 0x0b002f,
              reportSize: 1,
              reportCount: 6,
            },
          ],
        },
      ],
      outputReports: [
        { reportId: 5, items: [bits([0x080017]), padding(7)] },
        { reportId: 6, items: [{ ...bits([0x080009]), reportSize: 8 }, bits([0x080018])] },
        { reportId: 7, items: [bits([0x080020])] },
      ],
    });
    expect(fields?.buttons.map(({ reportId }) => reportId)).toEqual([3, 4]);
    expect(fields?.buttons[0]?.isOn(view(0, 0b10))).toBe(true);
    expect(fields?.buttons[0]?.isOn(view(0xff, 0b1))).toBe(false);
    expect(fields?.buttons[1]?.isOn(view(0b100000))).toBe(true);
    expect(fields?.buttons[1]?.isOn(view())).toBe(false);
    expect(fields?.lights.map(({ reportId, length }) => [reportId, length])).toEqual([
      [5, 1],
      [6, 2],
    ]);
  });

  it("are found by number in a list of those that are on", () => {
    const fields = fieldsOf({
      usagePage: 0x0b,
      inputReports: [
        {
          items: [
            {
              isArray: true,
              usages: [0x0b0020, 0x0b002f],
              logicalMinimum: 1,
              reportSize: 4,
              reportCount: 2,
            },
          ],
        },
      ],
    });
    const [hook, mute] = fields?.buttons ?? [];
    expect([hook?.isOn(view(0x10)), mute?.isOn(view(0x10))]).toEqual([true, false]);
    expect([hook?.isOn(view(0x21)), mute?.isOn(view(0x21))]).toEqual([true, true]);
    expect([hook?.isOn(view(0)), mute?.isOn(view(0))]).toEqual([false, false]);
    expect(hook?.reportId).toBe(0);
  });

  it.each([
    ["its vendor's collection alone", { ...usualHeadset, usagePage: 0xff00 }],
    [
      "keys for the volume alone",
      { usagePage: 0x0c, inputReports: usualHeadset.inputReports ?? [] },
    ],
    ["a telephony collection without buttons", { usagePage: 0x0b }],
  ])("are not found in a device with %s", (_what, collection) => {
    expect(fieldsOf(collection)).toBeNull();
  });
});
