import { times } from "@synapse-voice/contract";
import {
  AccessToken,
  RoomServiceClient,
  ServerError,
  TrackSource,
  type ParticipantInfo,
} from "livekit-server-sdk";
import * as v from "valibot";
import { messageOf } from "../errors.ts";
import { identityOf, MediaUnavailable, type MediaServer } from "./media-server.ts";

export interface LivekitSettings {
  /** Where this server reaches LiveKit's API. */
  readonly apiUrl: string;
  /** Where clients reach it. */
  readonly publicUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Names this installation in room metadata: rooms of others are none of our business. */
  readonly deployment: string;
}

/** The longest that a request to LiveKit takes, seconds. */
const requestTimeout = 5;
// Rooms go with their calls; by themselves only long after any call could still need them, in
// seconds.
/**
 * Without a first participant: longer than a call by name rings. The room of one that waits longer
 * in the queue is made again.
 */
const emptyTimeout = 300;
/** After everybody left: longer than the grace to come back. */
const departureTimeout = 120;
/** Caller and callee, and one of each that replaces itself after a reload, or on another device. */
const maxParticipants = 4;

/** The real LiveKit. */
export function createLivekitMediaServer({
  apiUrl,
  publicUrl,
  apiKey,
  apiSecret,
  deployment,
}: LivekitSettings): MediaServer {
  const rooms = new RoomServiceClient(apiUrl, apiKey, apiSecret, { requestTimeout });
  return {
    publicUrl,
    async createRoom(name, callId) {
      const metadata = JSON.stringify({ deployment, callId } satisfies Metadata);
      await orUnavailable(
        rooms.createRoom({ name, maxParticipants, emptyTimeout, departureTimeout, metadata }),
      );
    },
    async deleteRoom(name) {
      await orUnavailable(unlessMissing(rooms.deleteRoom(name)));
    },
    async participants(name) {
      // An unknown room and an empty one both list nobody, so the room is asked for too where
      // nobody is there.
      const listed: ParticipantInfo[] =
        (await orUnavailable(unlessMissing(rooms.listParticipants(name)))) ?? [];
      if (listed.length === 0 && (await orUnavailable(rooms.listRooms([name]))).length === 0)
        return null;
      return listed.map(({ identity, sid }) => ({ identity, sid }));
    },
    async removeParticipant(name, identity) {
      await orUnavailable(unlessMissing(rooms.removeParticipant(name, identity)));
    },
    async ownRooms() {
      const listed = await orUnavailable(rooms.listRooms());
      return listed.flatMap((room) => {
        const made = metadataOf(room.metadata);
        return made?.deployment === deployment
          ? [{ name: room.name, callId: made.callId, createdAt: Number(room.creationTime) * 1000 }]
          : [];
      });
    },
    async mintToken(room, personId, deviceId) {
      const token = new AccessToken(apiKey, apiSecret, {
        identity: identityOf(personId, deviceId),
        ttl: times.mediaToken / 1000,
      });
      token.addGrant({
        room,
        roomJoin: true,
        canPublish: true,
        canPublishSources: [TrackSource.MICROPHONE],
        canSubscribe: true,
        canPublishData: false,
        canUpdateOwnMetadata: false,
      });
      return token.toJwt();
    },
    async check() {
      await orUnavailable(rooms.listRooms(["synapse-voice-check"]));
    },
  };
}

/** What a room says of itself: whose it is, and for which call. */
const Metadata = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ deployment: v.string(), callId: v.string() }),
);
type Metadata = v.InferOutput<typeof Metadata>;

/** Null for a room that somebody else made. */
function metadataOf(text: string): Metadata | null {
  const parsed = v.safeParse(Metadata, text);
  return parsed.success ? parsed.output : null;
}

async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new MediaUnavailable(messageOf(error), { cause: error });
  }
}

/** What is not there needs no removing. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ServerError && error.status === 404) return null;
    throw error;
  }
}
