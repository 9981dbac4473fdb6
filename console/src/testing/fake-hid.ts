import type {
  Hid,
  HidCollection,
  HidDevice,
  HidInputReport,
  HidReportItem,
} from "../shared/headset/hid.ts";

/** An item of bits, one for each usage. */
export const bits = (
  usages: readonly number[],
  options: Partial<HidReportItem> = {},
): HidReportItem => ({ usages, reportSize: 1, reportCount: usages.length, ...options });

/** Bits that mean nothing. */
export const padding = (reportCount: number): HidReportItem => ({
  isConstant: true,
  reportSize: 1,
  reportCount,
});

/** A usual headset: a hook switch that has a state, and a mute button that reports presses. */
export const usualHeadset: HidCollection = {
  usagePage: 0x0b,
  usage: 0x05,
  inputReports: [
    {
      reportId: 2,
      items: [
        bits([0x0b0020]),
        bits([0x0b002f], { isAbsolute: false }),
        bits([0x0b0021]),
        padding(5),
      ],
    },
  ],
  outputReports: [
    { reportId: 2, items: [bits([0x080017, 0x080009, 0x080018, 0x080020]), padding(4)] },
  ],
};

/** A headset that a test presses. */
export interface FakeHeadset extends HidDevice {
  /** Reports that were written, as `id: bytes`. */
  readonly written: string[];
  /** Sends a report. */
  report(reportId: number, ...bytes: number[]): void;
  /** Makes it fail to open from now on, or no longer. */
  setBusy(isBusy: boolean): void;
}

/** Makes a headset with these collections. */
export function createFakeHeadset(
  collections: readonly HidCollection[] = [usualHeadset],
  {
    productName = "Jabra Evolve2 65",
    productId = 1,
  }: { productName?: string; productId?: number } = {},
): FakeHeadset {
  const listeners = new Set<(report: HidInputReport) => void>();
  const written: string[] = [];
  let opened = false;
  let isBusy = false;
  return {
    get opened() {
      return opened;
    },
    vendorId: 0x0b0e,
    productId,
    productName,
    collections,
    open: async () => {
      if (isBusy) throw new DOMException("Failed to open the device.", "NotAllowedError");
      opened = true;
    },
    close: async () => {
      opened = false;
    },
    sendReport: async (reportId, data) => {
      if (!opened) throw new DOMException("The device must be opened first.", "InvalidStateError");
      written.push(`${reportId}: ${data.join(" ")}`);
    },
    addEventListener: (_type, listener) => listeners.add(listener),
    removeEventListener: (_type, listener) => listeners.delete(listener),
    written,
    report: (reportId, ...bytes) => {
      const data = new DataView(Uint8Array.from(bytes).buffer);
      for (const listener of listeners)
        listener(Object.assign(new Event("inputreport"), { reportId, data }));
    },
    setBusy: (busy) => {
      isBusy = busy;
    },
  };
}

/** Makes the access to devices, which a test plugs in. */
export function createFakeHid(...devices: readonly HidDevice[]): Hid & {
  plug(device: HidDevice): void;
  unplug(device: HidDevice): void;
} {
  const target = new EventTarget();
  let plugged = [...devices];
  return {
    getDevices: async () => plugged,
    addEventListener: (type, listener) => target.addEventListener(type, listener),
    removeEventListener: (type, listener) => target.removeEventListener(type, listener),
    plug: (device) => {
      plugged = [...plugged, device];
      target.dispatchEvent(new Event("connect"));
    },
    unplug: (device) => {
      plugged = plugged.filter((one) => one !== device);
      target.dispatchEvent(new Event("disconnect"));
    },
  };
}
