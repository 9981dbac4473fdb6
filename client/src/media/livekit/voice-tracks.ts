import {
  Track,
  type RemoteParticipant,
  type RemoteTrackPublication,
  type Room,
} from "livekit-client";

type Party = Pick<RemoteParticipant, "trackPublications">;

/** Returns the only track of a party that is received: the first audio track of a microphone. */
export const voiceOf = ({ trackPublications }: Party): RemoteTrackPublication | undefined =>
  [...trackPublications.values()].find(
    ({ kind, source }) => kind === Track.Kind.Audio && source === Track.Source.Microphone,
  );

/**
 * Subscribes to the voice of each party, and to nothing else. A party's token does not prevent it
 * from sending more: further tracks, and video that it calls a microphone. Call it after each
 * change of the tracks in the room. LiveKit subscribes to nothing by itself.
 */
export function subscribeToVoices({ remoteParticipants }: Pick<Room, "remoteParticipants">): void {
  for (const party of remoteParticipants.values()) {
    const voice = voiceOf(party);
    for (const publication of party.trackPublications.values()) {
      const isVoice = publication === voice;
      if (publication.isDesired !== isVoice) publication.setSubscribed(isVoice);
    }
  }
}
