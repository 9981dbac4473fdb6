import { connectOutputs, keepRunning, type Devices } from "@synapse-voice/client";
import type { LaneMixer } from "./recording-sound.ts";
import type { Side } from "./recording-view.ts";

/** Time in which a side fades, so that it doesn't click. */
const fadeSeconds = 0.01;

interface Graph {
  readonly context: AudioContext;
  readonly gains: Readonly<Record<Side, GainNode>>;
  readonly stop: () => void;
}

/** Plays both sides of an element in the middle, since many headsets have one ear only. */
function createGraph(element: HTMLAudioElement, devices: Devices): Graph {
  const context = new AudioContext();
  const splitter = context.createChannelSplitter(2);
  const middle = context.createGain();
  middle.channelCount = 1;
  middle.channelCountMode = "explicit";
  const gainOf = (channel: number): GainNode => {
    const gain = context.createGain();
    splitter.connect(gain, channel);
    gain.connect(middle);
    return gain;
  };
  const gains = { left: gainOf(0), right: gainOf(1) };
  context.createMediaElementSource(element).connect(splitter);
  const disconnect = connectOutputs(context, middle, devices, ["speaker"]);
  const stopWatch = keepRunning(context);
  return {
    context,
    gains,
    stop: () => {
      stopWatch();
      disconnect();
      void context.close().catch(() => undefined);
    },
  };
}

/** Makes a mixer that plays on the person's speaker. Web Audio begins with the first sound. */
export function createLaneMixer(element: HTMLAudioElement, devices: Devices): LaneMixer {
  let graph: Graph | null = null;
  const muted: Record<Side, boolean> = { left: false, right: false };
  const apply = (side: Side): void => {
    if (graph === null) return;
    const { context, gains } = graph;
    gains[side].gain.setTargetAtTime(muted[side] ? 0 : 1, context.currentTime, fadeSeconds);
  };
  return {
    resume: () => {
      if (graph === null) {
        graph = createGraph(element, devices);
        apply("left");
        apply("right");
      }
      void graph.context.resume().catch(() => undefined);
    },
    setMuted: (side, isMuted) => {
      muted[side] = isMuted;
      apply(side);
    },
    close: () => {
      graph?.stop();
      graph = null;
    },
  };
}
