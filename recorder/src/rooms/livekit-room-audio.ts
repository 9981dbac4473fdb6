import "./production-log-level.ts";
import {
  AudioStream,
  type RemoteTrack,
  Room,
  RoomEvent,
  TrackKind,
  type AudioFrame,
} from "@livekit/rtc-node";
import { AccessToken } from "livekit-server-sdk";
import { sampleRate } from "../audio/format.ts";
import type { Source } from "../audio/timeline/timeline.ts";
import type { JoinedRoom, JoinOptions, RoomAudio, RoomListener } from "./room-audio.ts";

export interface LivekitRoomSettings {
  /** Address of LiveKit, as this process reaches it. */
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/**
 * Length of the frames that the library delivers. Long ones need less processor. When a track ends,
 * the part of a frame that is not full is lost.
 */
const frameSizeMs = 50;
/** The library itself sets no limit. */
const joinTimeoutMs = 5_000;
/** The name of the library's events inside it. */
const ffiEvent = "ffi_event";
/** Longer than the longest call. LiveKit renews tokens of participants who are there. */
const tokenLifetimeSeconds = 12 * 3600;

/** Hears rooms by `@livekit/rtc-node`. */
export function createLivekitRoomAudio({ url, apiKey, apiSecret }: LivekitRoomSettings): RoomAudio {
  async function tokenOf(roomName: string, identity: string): Promise<string> {
    const token = new AccessToken(apiKey, apiSecret, { identity, ttl: tokenLifetimeSeconds });
    token.addGrant({
      room: roomName,
      roomJoin: true,
      hidden: true,
      recorder: true,
      canSubscribe: true,
      canPublish: false,
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
    return token.toJwt();
  }

  return {
    async join({ roomName, identity, listener }: JoinOptions): Promise<JoinedRoom> {
      const room = new Room();
      const tracks = listenTo(room, listener);
      const leave = (): void => {
        tracks.close();
        // It waits for an answer, which a server that is gone never gives.
        void room.disconnect().catch(() => undefined);
        forget(room);
      };
      const token = await tokenOf(roomName, identity);
      const connecting = room.connect(url, token, { autoSubscribe: true, dynacast: false });
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error("LiveKit did not let us in in time")),
          joinTimeoutMs,
        );
      });
      try {
        await Promise.race([connecting, tooLate]);
      } catch (error) {
        tracks.close();
        void connecting.then(leave, () => undefined);
        throw error;
      } finally {
        clearTimeout(timer);
      }
      return { leave };
    },
  };
}

/** Passes on what a room tells, until it is closed. */
function listenTo(room: Room, listener: RoomListener): { close(): void } {
  const readers = new Set<ReadableStreamDefaultReader<AudioFrame>>();
  let isClosed = false;

  async function read(source: Source, track: RemoteTrack): Promise<void> {
    const reader = new AudioStream(track, {
      sampleRate,
      numChannels: 1,
      frameSizeMs,
    }).getReader();
    readers.add(reader);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done || isClosed) return;
        listener.onFrame(source, value.data);
      }
    } finally {
      readers.delete(reader);
      void reader.cancel().catch(() => undefined);
    }
  }

  function close(): void {
    isClosed = true;
    // After a room is deleted its streams neither end nor fail.
    for (const reader of readers) void reader.cancel().catch(() => undefined);
    readers.clear();
  }

  room.on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => {
    if (isClosed || track.kind !== TrackKind.KIND_AUDIO) return;
    void read({ identity, trackSid: track.sid ?? "" }, track);
  });
  room.on(RoomEvent.Reconnecting, () => {
    if (!isClosed) listener.onConnected(false);
  });
  room.on(RoomEvent.Reconnected, () => {
    if (!isClosed) listener.onConnected(true);
  });
  room.on(RoomEvent.Disconnected, () => {
    if (isClosed) return;
    close();
    forget(room);
    listener.onClosed();
  });
  return { close };
}

/**
 * Stops a room's processing of the library's events. The library does this in `disconnect()`, but
 * not if the server ended the connection, as at the end of each call (1.1.0). Each event of all
 * later rooms would go through all earlier rooms, and none would be freed.
 */
function forget(room: Room): void {
  globalThis._ffiClientInstance?.off(ffiEvent, room["onFfiEvent"]);
}
