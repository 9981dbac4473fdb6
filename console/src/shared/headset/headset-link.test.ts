import { beforeEach, describe, expect, it } from "vitest";
import { bits, createFakeHeadset, usualHeadset, type FakeHeadset } from "../../testing/fake-hid.ts";
import { linkHeadset, type CallSignals, type HeadsetLink } from "./headset-link.ts";

const none: CallSignals = { ringing: false, quiet: false, offHook: false, muted: false };
const ringing = { ...none, ringing: true };
const talking = { ...none, offHook: true };

// Bits of the usual headset.
const [hook, press] = [1, 2];
const [offHookLight, muteLight, ringLight] = [1, 2, 4];

describe("a headset that is connected", () => {
  let now: number;
  let sent: unknown[];
  let headset: FakeHeadset;
  let link: HeadsetLink;
  const connect = async (...collections: Parameters<typeof createFakeHeadset>): Promise<void> => {
    headset = createFakeHeadset(...collections);
    await headset.open();
    link = linkHeadset(
      headset,
      {
        answer: () => sent.push("answer"),
        hangUp: () => sent.push("hang up"),
        setMuted: (muted) => sent.push(muted ? "mute" : "unmute"),
      },
      () => now,
    );
  };
  beforeEach(async () => {
    now = 10_000;
    sent = [];
    await connect();
  });
  /** Returns the lights that were written since the last time. */
  const lights = async (): Promise<string[]> => {
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    return headset.written.splice(0).map((report) => report.replace("2: ", ""));
  };

  it("shows the calls by its lights, and writes each change once", async () => {
    link.show(ringing);
    link.show(ringing);
    link.show(talking);
    link.show({ ...talking, muted: true });
    link.show(none);
    expect(await lights()).toEqual(
      [0, ringLight, offHookLight, offHookLight + muteLight, 0].map(String),
    );
  });

  it("does not ring if the person does not want it, or talks", async () => {
    await lights();
    link.show({ ...ringing, quiet: true });
    link.show({ ...talking, ringing: true });
    expect(await lights()).toEqual([String(offHookLight)]);
  });

  it("answers, and hangs up, by its hook", () => {
    link.show(ringing);
    headset.report(2, hook);
    link.show(talking);
    now += 5_000;
    headset.report(2, 0);
    link.show(none);
    expect(sent).toEqual(["answer", "hang up"]);
  });

  it("takes what it reports about its own lights for no press", () => {
    link.show(talking);
    headset.report(2, hook);
    now += 5_000;
    // The late report about the end of the first call is no wish to end the second one.
    link.show(none);
    link.show(talking);
    headset.report(2, 0);
    expect(sent).toEqual([]);
  });

  it("can hang up right after an answer on the screen", () => {
    link.show(talking);
    headset.report(2, hook);
    now += 100;
    headset.report(2, 0);
    expect(sent).toEqual(["hang up"]);
  });

  it("mutes and unmutes by presses, whether or not each is followed by a release", () => {
    link.show(talking);
    now += 1_000;
    headset.report(2, hook);
    headset.report(2, hook + press);
    headset.report(2, hook);
    link.show({ ...talking, muted: true });
    now += 1_000;
    headset.report(2, hook + press);
    link.show(talking);
    now += 1_000;
    headset.report(2, hook + press);
    expect(sent).toEqual(["mute", "unmute", "mute"]);
  });

  it("does not take a mute button that is still down for a second press", () => {
    link.show(talking);
    now += 2_000;
    headset.report(2, hook + press);
    link.show({ ...talking, muted: true });
    now += 2_000;
    headset.report(2, press);
    expect(sent).toEqual(["mute", "hang up"]);
  });

  it("does not go round in circles if it reports the mute light as a press", () => {
    link.show({ ...talking, muted: true });
    now += 40;
    headset.report(2, press);
    expect(sent).toEqual([]);
  });

  it("is told the state again if its own differs", async () => {
    await lights();
    headset.report(2, hook);
    headset.report(2, hook + press);
    expect(sent).toEqual([]);
    expect(await lights()).toEqual(["0", "0"]);
  });

  it("answers and hangs up by a hook that only reports presses", async () => {
    await connect([
      {
        ...usualHeadset,
        inputReports: [{ reportId: 1, items: [bits([0x0b0020], { isAbsolute: false })] }],
      },
    ]);
    const pressHook = (): void => {
      headset.report(1, 1);
      headset.report(1, 0);
    };
    pressHook();
    link.show(ringing);
    pressHook();
    link.show(talking);
    now += 100;
    // An echo of the light.
    pressHook();
    now += 1_000;
    pressHook();
    expect(sent).toEqual(["answer", "hang up"]);
  });

  it("keeps its buttons if it takes no lights", async () => {
    headset.sendReport = () =>
      Promise.reject(new DOMException("Failed to write.", "NotAllowedError"));
    link.show(ringing);
    headset.report(2, hook);
    await link.close();
    headset.report(2, 0);
    expect(sent).toEqual(["answer"]);
    expect(headset.opened).toBe(false);
  });

  it("turns its lights off when it is let go", async () => {
    link.show(talking);
    await lights();
    await link.close();
    expect(await lights()).toEqual(["0"]);
    headset.report(2, hook);
    headset.report(2, 0);
    expect(sent).toEqual([]);
  });
});
