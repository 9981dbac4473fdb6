// The part of WebHID that is used. TypeScript's library has no types of it.

/** An item of a report: `reportCount` fields of `reportSize` bits. */
export interface HidReportItem {
  /** False: each report has the change since the one before. */
  readonly isAbsolute?: boolean;
  /** True: a field has the number of the usage that is on. False: each usage has a field. */
  readonly isArray?: boolean;
  /** True: fill bits that mean nothing. */
  readonly isConstant?: boolean;
  /** True: the usages are those from `usageMinimum` to `usageMaximum`. */
  readonly isRange?: boolean;
  /** Usages, each with its page in the upper 16 bits. */
  readonly usages?: readonly number[];
  readonly usageMinimum?: number;
  readonly usageMaximum?: number;
  readonly logicalMinimum?: number;
  readonly reportSize?: number;
  readonly reportCount?: number;
}

export interface HidReport {
  readonly reportId?: number;
  readonly items?: readonly HidReportItem[];
}

export interface HidCollection {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly inputReports?: readonly HidReport[];
  readonly outputReports?: readonly HidReport[];
}

/** A report of a device, without the byte of its id. */
export interface HidInputReport extends Event {
  readonly reportId: number;
  readonly data: DataView;
}

export interface HidDevice {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  /** Its top-level collections. Their reports include those of the collections inside. */
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: "inputreport", listener: (report: HidInputReport) => void): void;
  removeEventListener(type: "inputreport", listener: (report: HidInputReport) => void): void;
}

/** `navigator.hid`. It shows only devices that the app allows: those with a telephony collection. */
export interface Hid {
  getDevices(): Promise<readonly HidDevice[]>;
  addEventListener(type: "connect" | "disconnect", listener: () => void): void;
  removeEventListener(type: "connect" | "disconnect", listener: () => void): void;
}

declare global {
  interface Navigator {
    readonly hid?: Hid;
  }
}
