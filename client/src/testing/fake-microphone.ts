import type { Microphone } from "../media/port/media-port.ts";

/** A microphone that only says what became of it. */
export interface FakeMicrophone extends Microphone {
  /** Whichever was asked for. */
  readonly id: string | null;
  muted: boolean;
  stopped: boolean;
  /** The outlets that calls have of it, oldest first. */
  readonly branches: FakeMicrophone[];
}

/** Makes one that records. */
export function createMicrophone(id: string | null): FakeMicrophone {
  const microphone: FakeMicrophone = {
    id,
    muted: false,
    stopped: false,
    branches: [],
    stop: () => {
      microphone.stopped = true;
    },
  };
  return microphone;
}

/** An outlet of it. */
export function branchOf(microphone: FakeMicrophone): FakeMicrophone {
  const branch = createMicrophone(microphone.id);
  microphone.branches.push(branch);
  return branch;
}
