import type { MediaPort, Microphone } from "../port/media-port.ts";

/** One call's own clone of the device's microphone, so that each call is muted independently. */
export interface MicrophoneClone<Mic> {
  /** Returns the clone of this microphone; null without a microphone. */
  of(microphone: Mic | null): Mic | null;
  /** Stops the clone. */
  stop(): void;
}

/** Makes the clone of one call. It is stopped when its microphone is replaced or closed. */
export function createMicrophoneClone<Mic extends Microphone>(
  port: Pick<MediaPort<Mic>, "cloneMicrophone">,
): MicrophoneClone<Mic> {
  let source: Mic | null = null;
  let clone: Mic | null = null;
  const of = (microphone: Mic | null): Mic | null => {
    if (microphone === source) return clone;
    clone?.stop();
    source = microphone;
    clone = microphone && port.cloneMicrophone(microphone);
    return clone;
  };
  return { of, stop: () => void of(null) };
}
