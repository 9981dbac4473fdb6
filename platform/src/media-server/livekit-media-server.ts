import { randomUUID } from "node:crypto";
import { times } from "@synapse-voice/contract";
import {
  AccessToken,
  RoomServiceClient,
  ServerError,
  TrackSource,
  TrackType,
  type ParticipantInfo,
  type Room,
} from "livekit-server-sdk";
import * as v from "valibot";
import { messageOf } from "../errors.ts";
import {
  identityOf,
  isEchoRoom,
  isRecorder,
  MediaUnavailable,
  type MediaParticipant,
  type MediaServer,
  type OwnRoom,
} from "./media-server.ts";

export interface LivekitSettings {
  /** The URL of LiveKit's API, as this process reaches it. */
  readonly apiUrl: string;
  /** The URL of LiveKit, as clients reach it. */
  readonly publicUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Marks the rooms of this deployment in their metadata. All others are ignored. */
  readonly deployment: string;
}

const requestTimeoutSeconds = 5;
/** Name for requests that only ask something. */
const checkName = "synapse-voice-check";
// A room is deleted when its call ends. These timeouts only delete rooms that were left behind.
/**
 * Timeout of a room that nobody has joined. A direct call rings for less than this. A call that
 * waits longer in the queue gets its room created again.
 */
const emptyTimeoutSeconds = 300;
/** Timeout of a room that everyone has left. Parties may rejoin for less than this. */
const departureTimeoutSeconds = 120;
/**
 * The most participants of a room. It can't be raised later, because LiveKit sets it when it
 * creates the room. Eight may take part: four parties of a conference, a supervisor, and three
 * ringing devices of one more person. Each may have a second connection while it reloads or moves
 * to another device. LiveKit does not count participants whose token has the recorder grant.
 */
const maxParticipants = 16;
/** The two ends of an echo test. An end that reconnects replaces its earlier connection. */
const maxEchoParticipants = 2;

/** Permissions of tokens in a room: to speak and to listen. */
const microphoneOnly = {
  canPublish: true,
  canPublishSources: [TrackSource.MICROPHONE],
  canSubscribe: true,
  canPublishData: false,
  canUpdateOwnMetadata: false,
};

/** Makes the port's implementation for LiveKit. */
export function createLivekitMediaServer({
  apiUrl,
  publicUrl,
  apiKey,
  apiSecret,
  deployment,
}: LivekitSettings): MediaServer {
  const rooms = new RoomServiceClient(apiUrl, apiKey, apiSecret, {
    requestTimeout: requestTimeoutSeconds,
  });
  return {
    publicUrl,
    async createRoom(name, callId) {
      const metadata = JSON.stringify({ deployment, callId } satisfies Metadata);
      await orUnavailable(
        rooms.createRoom({
          name,
          maxParticipants,
          emptyTimeout: emptyTimeoutSeconds,
          departureTimeout: departureTimeoutSeconds,
          metadata,
        }),
      );
    },
    async createEchoRoom(name, expiresAt) {
      const metadata = JSON.stringify({ deployment, expiresAt } satisfies Metadata);
      await orUnavailable(
        rooms.createRoom({
          name,
          maxParticipants: maxEchoParticipants,
          emptyTimeout: times.echoTestMs / 1000,
          departureTimeout: times.echoTestMs / 1000,
          metadata,
        }),
      );
    },
    async deleteRoom(name) {
      await orUnavailable(ignoreMissing(rooms.deleteRoom(name)));
    },
    async participants(name) {
      // LiveKit lists nobody for an unknown room and for an empty one. So an empty list is followed
      // by a request for the room itself.
      const listed: ParticipantInfo[] =
        (await orUnavailable(ignoreMissing(rooms.listParticipants(name)))) ?? [];
      if (listed.length === 0 && (await orUnavailable(rooms.listRooms([name]))).length === 0)
        return null;
      return listed.filter(({ identity }) => !isRecorder(identity)).map(toParticipant);
    },
    async removeParticipant(name, identity) {
      await orUnavailable(ignoreMissing(rooms.removeParticipant(name, identity)));
    },
    async ownRooms() {
      const listed = await orUnavailable(rooms.listRooms());
      return listed.map((room) => toOwnRoom(room, deployment)).filter((room) => room !== null);
    },
    async mintToken(room, userId, deviceId, lifetimeMs = times.mediaTokenLifetimeMs) {
      const token = new AccessToken(apiKey, apiSecret, {
        identity: identityOf(userId, deviceId),
        ttl: lifetimeMs / 1000,
      });
      token.addGrant({ room, roomJoin: true, ...microphoneOnly });
      return token.toJwt();
    },
    async createsUnknownRooms() {
      // The address that LiveKit's clients ask why they can't join. It checks a token like a join,
      // and changes nothing. Without `auto_create` it replies 404 for an unknown room.
      const token = new AccessToken(apiKey, apiSecret, { identity: checkName, ttl: 60 });
      token.addGrant({ room: `${checkName}-${randomUUID()}`, roomJoin: true });
      const url = new URL(`${apiUrl.replace(/\/$/u, "")}/rtc/validate`);
      url.searchParams.set("access_token", await token.toJwt());
      const signal = AbortSignal.timeout(requestTimeoutSeconds * 1000);
      return (await orUnavailable(fetch(url, { signal }))).ok;
    },
    async check() {
      await orUnavailable(rooms.listRooms([checkName]));
    },
  };
}

/**
 * A token allows a microphone only. But LiveKit lets a device send several tracks of that source,
 * and video as well.
 */
function toParticipant({ identity, sid, tracks }: ParticipantInfo): MediaParticipant {
  const isVoice = tracks.every(
    ({ type, source }) => type === TrackType.AUDIO && source === TrackSource.MICROPHONE,
  );
  return { identity, sid, ...(isVoice && tracks.length <= 1 ? {} : { sendsMore: true as const }) };
}

/** Returns null for a room of others. */
function toOwnRoom({ name, metadata, creationTime }: Room, deployment: string): OwnRoom | null {
  const parsed = parseMetadata(metadata);
  if (parsed?.deployment !== deployment) return null;
  const createdAt = Number(creationTime) * 1000;
  const { callId, expiresAt = createdAt + times.echoTestMs } = parsed;
  if (isEchoRoom(name)) return { name, callId: null, createdAt, expiresAt };
  return callId === undefined ? null : { name, callId, createdAt };
}

/** The metadata of our rooms, as JSON. */
const Metadata = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    deployment: v.string(),
    callId: v.optional(v.string()),
    /** End of an echo test. */
    expiresAt: v.optional(v.number()),
  }),
);
type Metadata = v.InferOutput<typeof Metadata>;

/** Returns null for a room that somebody else created. */
function parseMetadata(text: string): Metadata | null {
  const parsed = v.safeParse(Metadata, text);
  return parsed.success ? parsed.output : null;
}

async function orUnavailable<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    throw new MediaUnavailable(messageOf(error), { cause: error });
  }
}

/** Returns null where LiveKit knows no such room or participant. */
async function ignoreMissing<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof ServerError && error.status === 404) return null;
    throw error;
  }
}
