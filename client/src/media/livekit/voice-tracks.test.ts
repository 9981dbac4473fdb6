import { Track, type Room } from "livekit-client";
import { expect, it } from "vitest";
import { subscribeToVoices, voiceOf } from "./voice-tracks.ts";

const microphone = { kind: Track.Kind.Audio, source: Track.Source.Microphone };

/** A party with these tracks. `isDesired` is what the device has asked for. */
function party(...tracks: readonly { kind: Track.Kind; source: Track.Source }[]) {
  const publications = tracks.map((track) => ({
    ...track,
    isDesired: false,
    asked: 0,
    setSubscribed(wanted: boolean) {
      this.isDesired = wanted;
      this.asked += 1;
    },
  }));
  return { trackPublications: new Map(publications.map((one, at) => [`TR_${at}`, one])) };
}
const subscribe = (...parties: readonly object[]): void =>
  subscribeToVoices({
    remoteParticipants: new Map(parties.map((one, at) => [`PA_${at}`, one])),
  } as unknown as Room);
const desired = ({ trackPublications }: ReturnType<typeof party>): boolean[] =>
  [...trackPublications.values()].map(({ isDesired }) => isDesired);

it("the voice of each party is received, once", () => {
  const [ada, carl] = [party(microphone), party(microphone, microphone)];
  subscribe(ada, carl);
  subscribe(ada, carl);
  expect([desired(ada), desired(carl)]).toEqual([[true], [true, false]]);
  expect([...ada.trackPublications.values()].map(({ asked }) => asked)).toEqual([1]);
});

it("nothing else of a party is received, whatever it is called", () => {
  const mallory = party(
    { kind: Track.Kind.Video, source: Track.Source.Microphone },
    { kind: Track.Kind.Audio, source: Track.Source.ScreenShareAudio },
    { kind: Track.Kind.Audio, source: Track.Source.Unknown },
    { kind: Track.Kind.Video, source: Track.Source.Camera },
    microphone,
  );
  subscribe(mallory);
  expect(desired(mallory)).toEqual([false, false, false, false, true]);
});

it("the next track of a party is received once the first one is gone", () => {
  const carl = party(microphone, microphone);
  subscribe(carl);
  carl.trackPublications.delete("TR_0");
  subscribe(carl);
  expect(desired(carl)).toEqual([true]);
  carl.trackPublications.clear();
  expect(voiceOf(carl as never)).toBeUndefined();
});
