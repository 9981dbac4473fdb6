/** Someone in a media room: who, at which device, in which session. */
export interface MediaParticipant {
  /** `<supabaseUserId>:<deviceId>`. */
  readonly identity: string;
  /** The media server's id of this session; a rejoin has another. */
  readonly sid: string;
}

/** A room that this deployment made. */
export interface OwnRoom {
  readonly name: string;
  readonly callId: string;
  /** Ms since the epoch, as the media server counts them. */
  readonly createdAt: number;
}

/** The media server (LiveKit) as the call engine needs it. */
export interface MediaServer {
  /** Where clients connect. */
  readonly publicUrl: string;
  /**
   * Makes the room of a call. Throws {@link MediaUnavailable} where that can't be known to have
   * worked.
   */
  createRoom(roomName: string, callId: string): Promise<void>;
  /** Removes a room and everyone in it; that there is none is fine. */
  deleteRoom(roomName: string): Promise<void>;
  /** Who is in a room now; null where there is no such room. */
  participants(roomName: string): Promise<readonly MediaParticipant[] | null>;
  /**
   * Takes someone out of a room; that they are not in it is fine. A token that they hold would
   * still let them in again.
   */
  removeParticipant(roomName: string, identity: string): Promise<void>;
  /** All rooms that this deployment made; nobody else's. */
  ownRooms(): Promise<readonly OwnRoom[]>;
  /** A token with which one device of one person joins one room, to speak and to hear. */
  mintToken(roomName: string, personId: string, deviceId: string): Promise<string>;
  /** Throws {@link MediaUnavailable} unless the server answers. */
  check(): Promise<void>;
}

/** The media server did not do what was asked. */
export class MediaUnavailable extends Error {
  override name = "MediaUnavailable";
}

export const identityOf = (personId: string, deviceId: string): string => `${personId}:${deviceId}`;

/** Person and device of an identity; null where it is none of ours. */
export function parseIdentity(
  identity: string,
): { readonly personId: string; readonly deviceId: string } | null {
  const at = identity.indexOf(":");
  return at <= 0 || at === identity.length - 1
    ? null
    : { personId: identity.slice(0, at), deviceId: identity.slice(at + 1) };
}
