import "../rooms/production-log-level.ts";
import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
} from "@livekit/rtc-node";
import { sampleRate } from "../audio/format.ts";
import type { SpeakerCommand } from "./speakers.ts";

// A process with participants who send tones. Tests start it, since the library's threads are not
// for a test runner.

const frameSamples = sampleRate / 100;
const amplitude = 8_000;
/** A new tone is heard so much later. */
const queueMs = 40;

type Speaker = { readonly room: Room; hertz: number; isOpen: boolean };
const speakers = new Map<string, Speaker>();

async function join({ id, url, token }: Extract<SpeakerCommand, { type: "join" }>): Promise<void> {
  const room = new Room();
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  const source = new AudioSource(sampleRate, 1, queueMs);
  const track = LocalAudioTrack.createAudioTrack("microphone", source);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
  await room.localParticipant?.publishTrack(track, options);
  const speaker: Speaker = { room, hertz: 0, isOpen: true };
  speakers.set(id, speaker);
  void speak(speaker, source);
}

async function speak(speaker: Speaker, source: AudioSource): Promise<void> {
  let phase = 0;
  while (speaker.isOpen) {
    const frame = AudioFrame.create(sampleRate, 1, frameSamples);
    const step = (2 * Math.PI * speaker.hertz) / sampleRate;
    for (let i = 0; i < frameSamples; i++) {
      frame.data[i] = Math.round(amplitude * Math.sin(phase));
      phase = speaker.hertz === 0 ? 0 : phase + step;
    }
    await source.captureFrame(frame).catch(() => (speaker.isOpen = false));
  }
}

async function obey(command: SpeakerCommand): Promise<void> {
  if (command.type === "join") return join(command);
  const speaker = speakers.get(command.id);
  if (!speaker) throw new Error(`There is no speaker ${command.id}`);
  if (command.type === "tone") speaker.hertz = command.hertz;
  else {
    speaker.isOpen = false;
    speakers.delete(command.id);
    void speaker.room.disconnect().catch(() => undefined);
  }
}

process.on("message", (command: SpeakerCommand) => {
  obey(command).then(
    () => process.send?.({ done: command.number }),
    (error: unknown) => process.send?.({ done: command.number, error: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
