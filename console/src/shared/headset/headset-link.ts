import type { HidDevice, HidInputReport } from "./hid.ts";
import {
  headsetFields,
  type Button,
  type ButtonField,
  type Light,
  type LightReport,
} from "./report-fields.ts";

/** State of the calls that a headset shows. */
export interface CallSignals {
  /** True while a call rings that can be answered. */
  readonly ringing: boolean;
  /** True if the headset must not ring for it. */
  readonly quiet: boolean;
  /** True while the person talks, calls someone, or has answered. */
  readonly offHook: boolean;
  readonly muted: boolean;
}

/** Commands of the buttons of a headset. */
export interface HeadsetCommands {
  answer(): void;
  hangUp(): void;
  setMuted(muted: boolean): void;
}

/** A headset that is in use. */
export interface HeadsetLink {
  /** Shows the state of the calls on the headset. */
  show(signals: CallSignals): void;
  /** Turns its lights off, and lets it go. */
  close(): Promise<void>;
}

/** Longest time in ms in which a headset reports the state that it was told. */
const hookEchoMs = 1_000;
/** The same for a button that only reports presses. It is as short as can be: presses are lost. */
const pressEchoMs = 250;

const noCall: CallSignals = { ringing: false, quiet: false, offHook: false, muted: false };

const lightsOf = ({ ringing, quiet, offHook, muted }: CallSignals): Record<Light, boolean> => ({
  ring: ringing && !quiet && !offHook,
  offHook,
  mute: offHook && muted,
});

const bytesOf = (
  { length, bits }: LightReport,
  lights: Record<Light, boolean>,
): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length);
  for (const [light, bit] of bits)
    if (lights[light]) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
  return bytes;
};

/** Writes the lights of a headset, one report after another. */
function createLights(device: HidDevice, reports: readonly LightReport[]) {
  let written = new Map<number, string>();
  let queue = Promise.resolve();
  return {
    /** Writes the reports that differ from those before, or all of them. */
    write: (lights: Record<Light, boolean>, all = false): Promise<void> => {
      if (all) written = new Map();
      for (const report of reports) {
        const bytes = bytesOf(report, lights);
        if (written.get(report.reportId) === bytes.join()) continue;
        written.set(report.reportId, bytes.join());
        queue = queue
          .then(() => device.sendReport(report.reportId, bytes))
          // The headset was unplugged, or does not take this report. Its buttons work without it.
          .catch(() => undefined);
      }
      return queue;
    },
  };
}

/**
 * Connects an opened headset with the calls. Its lights follow the calls, and each button sends a
 * command only if the calls are not as it wants them. Many headsets report a light that was written
 * as if a button had been pressed: such echoes are ignored.
 */
export function linkHeadset(
  device: HidDevice,
  commands: HeadsetCommands,
  now: () => number,
): HeadsetLink {
  const { buttons, lights: reports } = headsetFields(device) ?? { buttons: [], lights: [] };
  const lights = createLights(device, reports);
  const isOn = new Map<Button, boolean>();
  let signals = noCall;
  /** Time at which each light was changed last. */
  const changedAt: Record<Light, number> = { ring: -Infinity, offHook: -Infinity, mute: -Infinity };
  /** States of the hook that the headset was told and has not reported, and until when it may. */
  let awaitedHooks: readonly { readonly isOffHook: boolean; readonly until: number }[] = [];

  const show = (next: CallSignals): void => {
    const [before, after] = [lightsOf(signals), lightsOf(next)];
    for (const light of Object.keys(after) as Light[])
      if (before[light] !== after[light]) changedAt[light] = now();
    const lastHook = awaitedHooks.at(-1)?.isOffHook ?? isOn.get("hook") ?? false;
    if (before.offHook !== after.offHook && lastHook !== after.offHook)
      awaitedHooks = [...awaitedHooks, { isOffHook: after.offHook, until: now() + hookEchoMs }];
    signals = next;
    void lights.write(after);
  };
  /** Tells the headset the state again, since it has another one. */
  const correct = (): void => void lights.write(lightsOf(signals), true);

  const isEcho = (light: Light): boolean => now() - changedAt[light] < pressEchoMs;
  const isHookEcho = (isOffHook: boolean): boolean => {
    awaitedHooks = awaitedHooks.filter(({ until }) => until > now());
    const index = awaitedHooks.findIndex((one) => one.isOffHook === isOffHook);
    awaitedHooks = awaitedHooks.slice(index + 1);
    return index >= 0;
  };
  const onHook = (isOffHook: boolean, isAbsolute: boolean): void => {
    if (isAbsolute ? isHookEcho(isOffHook) : !isOffHook || isEcho("offHook")) return;
    if (signals.offHook && (!isAbsolute || !isOffHook)) commands.hangUp();
    else if (!signals.offHook && isOffHook && signals.ringing) commands.answer();
    else if (signals.offHook !== isOffHook) correct();
  };
  const onMute = (): void => {
    if (signals.offHook && !isEcho("mute")) commands.setMuted(!signals.muted);
    else correct();
  };
  const onReport = ({ reportId, data }: HidInputReport): void => {
    const fields = buttons.filter((field) => field.reportId === reportId);
    const read = fields.map((field) => [field, field.isOn(data)] as const);
    const changed = new Set(read.filter(([{ button }, on]) => (isOn.get(button) ?? false) !== on));
    for (const one of read) {
      const [{ button, isAbsolute }, on] = one;
      // A press that is reported again, only because another button has changed, is no second one.
      const isNews = changed.has(one) || (!isAbsolute && on && changed.size === 0);
      isOn.set(button, on);
      if (isNews) act(one[0], on);
    }
  };
  const act = ({ button, isAbsolute }: ButtonField, on: boolean): void => {
    if (button === "hook") onHook(on, isAbsolute);
    else if (on) onMute();
  };
  device.addEventListener("inputreport", onReport);
  void lights.write(lightsOf(signals), true);
  return {
    show,
    close: async () => {
      device.removeEventListener("inputreport", onReport);
      await lights.write(lightsOf(noCall), true);
      await device.close();
    },
  };
}
