import { recorderIdentityPrefix } from "@synapse-voice/contract";

/** One connection of a person's device to a media room. */
export interface MediaParticipant {
  /** `<supabaseUserId>:<deviceId>`. */
  readonly identity: string;
  /** LiveKit's id of this session. A device that joins again gets another one. */
  readonly sid: string;
  /** Set if the device sends anything other than one audio track of a microphone. */
  readonly sendsMore?: true;
}

/** A room that this deployment created. */
export interface OwnRoom {
  readonly name: string;
  /** Null for the room of an echo test, which belongs to no call. */
  readonly callId: string | null;
  /** Ms since the epoch, by the media server's clock. */
  readonly createdAt: number;
  /** End of an echo test in ms since the epoch, by our clock. Absent for the room of a call. */
  readonly expiresAt?: number;
}

/** Start of the name of each room of an echo test, and of no other room. */
export const echoRoomPrefix = "echo-";

/** Returns true for the name of a room of an echo test. */
export const isEchoRoom = (roomName: string): boolean => roomName.startsWith(echoRoomPrefix);

/** The port to the media server, LiveKit. */
export interface MediaServer {
  /** The URL that clients connect to. */
  readonly publicUrl: string;
  /** Creates the room of a call. Throws {@link MediaUnavailable} if it may have failed. */
  createRoom(roomName: string, callId: string): Promise<void>;
  /**
   * Creates the room of an echo test, for two participants. Its name begins with
   * {@link echoRoomPrefix}. Throws {@link MediaUnavailable} if it may have failed.
   */
  createEchoRoom(roomName: string, expiresAt: number): Promise<void>;
  /** Deletes a room and disconnects everyone in it. Does nothing if there is no such room. */
  deleteRoom(roomName: string): Promise<void>;
  /** Lists the participants of a room, without recorders. Returns null if there is no such room. */
  participants(roomName: string): Promise<readonly MediaParticipant[] | null>;
  /**
   * Disconnects a participant. Does nothing if they are not in the room. Their token stays valid,
   * so they could join again.
   */
  removeParticipant(roomName: string, identity: string): Promise<void>;
  /** Lists the rooms that this deployment created, and no others. */
  ownRooms(): Promise<readonly OwnRoom[]>;
  /**
   * Makes a token with which one device of one person can join one room, speak and listen. By
   * default it lasts for `times.mediaTokenLifetimeMs`.
   */
  mintToken(
    roomName: string,
    userId: string,
    deviceId: string,
    lifetimeMs?: number,
  ): Promise<string>;
  /**
   * Returns true if a participant who joins an unknown room creates it. The server expects that
   * only it creates rooms. False also if the media server does not tell.
   */
  createsUnknownRooms(): Promise<boolean>;
  /** Throws {@link MediaUnavailable} unless the media server answers. */
  check(): Promise<void>;
}

/** A request to the media server failed. */
export class MediaUnavailable extends Error {
  override name = "MediaUnavailable";
}

/** Returns the identity of a person's device in a room. */
export const identityOf = (userId: string, deviceId: string): string => `${userId}:${deviceId}`;

/** Returns true for the identity of a recorder, which takes no part in the call. */
export const isRecorder = (identity: string): boolean =>
  identity.startsWith(recorderIdentityPrefix);

/** Returns the person and device of an identity, or null if we did not make it. */
export function parseIdentity(
  identity: string,
): { readonly userId: string; readonly deviceId: string } | null {
  const at = identity.indexOf(":");
  return at <= 0 || at === identity.length - 1
    ? null
    : { userId: identity.slice(0, at), deviceId: identity.slice(at + 1) };
}
