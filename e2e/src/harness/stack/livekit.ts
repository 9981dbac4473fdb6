import { RoomServiceClient } from "livekit-server-sdk";
import { stack } from "./stack.ts";

const rooms = new RoomServiceClient(
  stack.urls.livekitApi,
  stack.keys.livekitKey,
  stack.keys.livekitSecret,
);

/** Returns the names of all rooms. */
export const roomNames = async (): Promise<string[]> =>
  (await rooms.listRooms()).map((room) => room.name);

/** Returns the identities of the participants of a room. */
export const participantsOf = async (room: string): Promise<string[]> =>
  (await rooms.listParticipants(room)).map((participant) => participant.identity);
