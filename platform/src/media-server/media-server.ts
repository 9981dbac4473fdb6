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
  readonly callId: string;
  /** Ms since the epoch, by the media server's clock. */
  readonly createdAt: number;
}

/** The port to the media server, LiveKit. */
export interface MediaServer {
  /** The URL that clients connect to. */
  readonly publicUrl: string;
  /** Creates the room of a call. Throws {@link MediaUnavailable} if it may have failed. */
  createRoom(roomName: string, callId: string): Promise<void>;
  /** Deletes a room and disconnects everyone in it. Does nothing if there is no such room. */
  deleteRoom(roomName: string): Promise<void>;
  /** Lists the participants of a room. Returns null if there is no such room. */
  participants(roomName: string): Promise<readonly MediaParticipant[] | null>;
  /**
   * Disconnects a participant. Does nothing if they are not in the room. Their token stays valid,
   * so they could join again.
   */
  removeParticipant(roomName: string, identity: string): Promise<void>;
  /** Lists the rooms that this deployment created, and no others. */
  ownRooms(): Promise<readonly OwnRoom[]>;
  /** Makes a token with which one device of one person can join one room, speak and listen. */
  mintToken(roomName: string, userId: string, deviceId: string): Promise<string>;
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

/** Returns the person and device of an identity, or null if we did not make it. */
export function parseIdentity(
  identity: string,
): { readonly userId: string; readonly deviceId: string } | null {
  const at = identity.indexOf(":");
  return at <= 0 || at === identity.length - 1
    ? null
    : { userId: identity.slice(0, at), deviceId: identity.slice(at + 1) };
}
