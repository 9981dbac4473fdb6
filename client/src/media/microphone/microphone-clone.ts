import type { MediaPort, Microphone } from "../port/media-port.ts";

/** One call's own outlet of the device's microphone, so that each call is muted by itself. */
export interface MicrophoneBranch<Mic> {
  /** The outlet of this microphone; null without one. */
  of(microphone: Mic | null): Mic | null;
  stop(): void;
}

/** Makes it; an outlet of a microphone that was replaced or let go is stopped. */
export function createMicrophoneBranch<Mic extends Microphone>(
  port: Pick<MediaPort<Mic>, "branch">,
): MicrophoneBranch<Mic> {
  let source: Mic | null = null;
  let branch: Mic | null = null;
  const of = (microphone: Mic | null): Mic | null => {
    if (microphone === source) return branch;
    branch?.stop();
    source = microphone;
    branch = microphone && port.branch(microphone);
    return branch;
  };
  return { of, stop: () => void of(null) };
}
