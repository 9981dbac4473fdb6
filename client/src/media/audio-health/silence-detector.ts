import type { SoundSample } from "../port/media-port.ts";
import type { Silence } from "../state/media-state.ts";
import { createStandstill } from "./stall-detector.ts";

/** What should be going on at the moment of a look. */
export interface Expected {
  /** The other side is there, neither muted nor on hold. */
  readonly hear: boolean;
  /** Our microphone is open and should be sent as it is. */
  readonly speak: boolean;
}

/** What a look came to. */
export interface Verdict {
  readonly silence: Silence | null;
  /** A new connection may change it. */
  readonly rebuild: boolean;
}

/**
 * Ms without a packet. In silence Opus sends no voice (DTX), but a refresh at least every 400 ms
 * all the same, which LiveKit passes on (Chromium 156: 5 packets a second instead of 50); so 6 s
 * are 15 missed ones. It is less than the 15 s and more that ICE takes to give a connection up.
 */
const withoutPackets = 6_000;

/** Ms without a word of the server on what it got of us, which comes every 3 s, in silence too. */
const withoutReports = 15_000;

/**
 * Energy in steps that a voice makes in no time (at −40 dB of full scale 100 a second). What is
 * decoded from silence is not 0 but swings by one of 65,536 levels: that makes a step in 18
 * minutes.
 */
const audible = 1e-6;

/**
 * Ms of digital silence (not one sample but 0) after which a microphone that has never been heard
 * is named: who answers says hello.
 */
const unheardMicrophone = 10_000;

/**
 * The same for one that was heard: long, since headsets with a noise gate record nothing while
 * somebody just listens.
 */
const quietMicrophone = 60_000;

/**
 * Ms after which the other side, whose packets come, is named if it was never heard: longer, as
 * they are told of their own microphone first.
 */
const unheardOther = 15_000;

/**
 * Judges one call's sound, look by look. Nothing of it rests on silence of somebody who was heard
 * before and just listens.
 */
export interface SilenceJudge {
  judge(sample: SoundSample, expected: Expected, at: number): Verdict;
}

/** Makes a judge; `at` is monotonic ms. */
export function createSilenceJudge(): SilenceJudge {
  const packetsIn = createStandstill();
  const energyIn = createStandstill();
  const packetsOut = createStandstill();
  const energyOut = createStandstill();
  const reports = createStandstill();
  let heardThem = false;
  let heardUs = false;

  function ofUs(outgoing: SoundSample["outgoing"], speak: boolean, at: number): Verdict | null {
    heardUs ||= (outgoing?.energy ?? 0) > 0;
    const recorded = energyOut.see(outgoing?.energy ?? null, speak && outgoing !== null, at);
    const sent = packetsOut.see(outgoing?.packets ?? null, speak, at);
    const reported = reports.see(outgoing?.reports ?? null, speak && outgoing !== null, at);
    const silent = outgoing?.sourceMuted
      ? recorded >= withoutPackets
      : recorded >= (heardUs ? quietMicrophone : unheardMicrophone);
    if (silent) return { silence: "microphone-silent", rebuild: false };
    return sent >= withoutPackets || reported >= withoutReports
      ? { silence: "they-cannot-hear-us", rebuild: true }
      : null;
  }

  function ofThem(incoming: SoundSample["incoming"], hear: boolean, at: number): Verdict | null {
    const energy = Math.floor((incoming?.energy ?? 0) / audible);
    heardThem ||= energy > 0;
    const arrived = packetsIn.see(incoming?.packets ?? null, hear, at);
    const heard = energyIn.see(energy, hear, at);
    // Where they publish nothing at all, as without a microphone, a new connection of ours changes
    // nothing.
    if (arrived >= withoutPackets)
      return { silence: "no-sound-from-them", rebuild: incoming !== null };
    return !heardThem && heard >= unheardOther
      ? { silence: "no-sound-from-them", rebuild: false }
      : null;
  }

  return {
    judge: ({ incoming, outgoing }, { hear, speak }, at) => {
      const us = ofUs(outgoing, speak, at);
      const them = ofThem(incoming, hear, at);
      return us ?? them ?? { silence: null, rebuild: false };
    },
  };
}
