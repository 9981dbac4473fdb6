import type { Microphone } from "../media/port/media-port.ts";

/** A microphone that records nothing and remembers what was done to it. */
export interface FakeMicrophone extends Microphone {
  /** The id that was asked for. */
  readonly id: string | null;
  muted: boolean;
  stopped: boolean;
  /** Clones that calls made of it, oldest first. */
  readonly clones: FakeMicrophone[];
  /** Runs when it is unplugged, or no longer allowed. */
  ended: () => void;
}

/** Makes an open microphone. */
export function createFakeMicrophone(id: string | null): FakeMicrophone {
  const microphone: FakeMicrophone = {
    id,
    muted: false,
    stopped: false,
    clones: [],
    ended: () => {},
    stop: () => {
      microphone.stopped = true;
    },
  };
  return microphone;
}

/** Clones a microphone for one call. */
export function cloneFakeMicrophone(microphone: FakeMicrophone): FakeMicrophone {
  const clone = createFakeMicrophone(microphone.id);
  microphone.clones.push(clone);
  return clone;
}
