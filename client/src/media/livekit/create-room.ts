import { Room, type RoomOptions } from "livekit-client";

/**
 * Makes a LiveKit room that is freed when it is no longer used.
 *
 * livekit-client 2.23.0 keeps every room as long as the page lives. Its constructor adds a listener
 * for "devicechange" and a finalizer, and the closures of both hold the room that they should let
 * go. Without a registry of finalizers, LiveKit adds a plain listener, which is removed here. So
 * LiveKit does not switch microphones by itself, either: `microphone-manager.ts` does.
 */
export function createRoom(options: RoomOptions): Room {
  Room.cleanupRegistry = false;
  const room = new Room(options);
  const listener: unknown = Reflect.get(room, "handleDeviceChange");
  globalThis.navigator?.mediaDevices?.removeEventListener?.(
    "devicechange",
    listener as EventListener,
  );
  return room;
}
