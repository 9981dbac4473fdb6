import type { HidDevice, HidReport, HidReportItem } from "./hid.ts";

/** Page of the collections that telephones and headsets have. */
const telephonyPage = 0x0b;

/** Buttons of a headset. */
const inputUsages = { hook: 0x0b0020, mute: 0x0b002f } as const;
/** Lights of a headset. A headset reads its state from them. */
const outputUsages = { offHook: 0x080017, mute: 0x080009, ring: 0x080018 } as const;
export type Button = keyof typeof inputUsages;
export type Light = keyof typeof outputUsages;

/** Place of a button in the reports of a device. */
export interface ButtonField {
  readonly button: Button;
  readonly reportId: number;
  /** True: the report has the state. False: it has a press, and no release needs to follow. */
  readonly isAbsolute: boolean;
  isOn(data: DataView): boolean;
}

/** A report to a device, with the bit of each light in it. */
export interface LightReport {
  readonly reportId: number;
  readonly length: number;
  readonly bits: ReadonlyMap<Light, number>;
}

export interface HeadsetFields {
  readonly buttons: readonly ButtonField[];
  readonly lights: readonly LightReport[];
}

/** Reads a number whose lowest bit comes first, as in all reports. */
function readBits(data: DataView, offset: number, size: number): number {
  let value = 0;
  for (let bit = 0; bit < size; bit += 1) {
    const at = offset + bit;
    const byte = at >> 3 < data.byteLength ? data.getUint8(at >> 3) : 0;
    value += ((byte >> (at & 7)) & 1) * 2 ** bit;
  }
  return value;
}

/** An item, and the bit of the report at which it begins. */
type PlacedItem = Required<Pick<HidReportItem, "reportSize" | "reportCount">> &
  HidReportItem & { readonly offset: number };

function placedItems({ items = [] }: HidReport): { placed: PlacedItem[]; size: number } {
  let size = 0;
  const placed = items.map((item) => {
    const { reportSize = 0, reportCount = 0 } = item;
    const offset = size;
    size += reportSize * reportCount;
    return { ...item, reportSize, reportCount, offset };
  });
  return { placed: placed.filter(({ isConstant }) => isConstant !== true), size };
}

/** Returns the place of a usage among those of an item; -1 if the item does not have it. */
const indexOf = (usage: number, item: HidReportItem): number => {
  const { isRange = false, usages = [], usageMinimum = 0, usageMaximum = -1 } = item;
  if (!isRange) return usages.indexOf(usage);
  return usage >= usageMinimum && usage <= usageMaximum ? usage - usageMinimum : -1;
};

function buttonField(
  button: Button,
  { reportId = 0 }: HidReport,
  item: PlacedItem,
): ButtonField | null {
  const index = indexOf(inputUsages[button], item);
  const { offset, reportSize, reportCount, isArray = false, isAbsolute = true } = item;
  if (index < 0 || (!isArray && index >= reportCount)) return null;
  const valueAt = (data: DataView, field: number): number =>
    readBits(data, offset + field * reportSize, reportSize);
  return {
    button,
    reportId,
    isAbsolute,
    isOn: (data) => {
      if (!isArray) return valueAt(data, index) !== 0;
      const number = (item.logicalMinimum ?? 0) + index;
      return Array.from({ length: reportCount }, (_, field) => valueAt(data, field)).includes(
        number,
      );
    },
  };
}

function lightReport(report: HidReport): LightReport | null {
  const { placed, size } = placedItems(report);
  const bits = new Map<Light, number>();
  for (const light of Object.keys(outputUsages) as Light[])
    for (const item of placed) {
      const index = indexOf(outputUsages[light], item);
      if (index < 0 || index >= item.reportCount || item.isArray === true || bits.has(light))
        continue;
      bits.set(light, item.offset + index * item.reportSize);
    }
  return bits.size === 0
    ? null
    : { reportId: report.reportId ?? 0, length: Math.ceil(size / 8), bits };
}

const isPresent = <T>(value: T | null): value is T => value !== null;

/**
 * Finds buttons and lights in the descriptor of a device. Null for a device without a telephony
 * collection, or without a hook switch or mute button in it.
 */
export function headsetFields({
  collections,
}: Pick<HidDevice, "collections">): HeadsetFields | null {
  const telephony = collections.filter(({ usagePage }) => usagePage === telephonyPage);
  const buttons = (Object.keys(inputUsages) as Button[]).flatMap((button) =>
    telephony
      .flatMap(({ inputReports = [] }) => inputReports)
      .flatMap((report) =>
        placedItems(report).placed.map((item) => buttonField(button, report, item)),
      )
      .filter(isPresent)
      .slice(0, 1),
  );
  const lights = telephony
    .flatMap(({ outputReports = [] }) => outputReports)
    .map(lightReport)
    .filter(isPresent);
  return buttons.length === 0 ? null : { buttons, lights };
}
