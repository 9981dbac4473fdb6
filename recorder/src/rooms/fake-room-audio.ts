import type { Source } from "../audio/timeline/timeline.ts";
import type { JoinOptions, RoomAudio } from "./room-audio.ts";

/** Rooms in memory, in which a test speaks. */
export interface FakeRoomAudio extends RoomAudio {
  /** Lists the identities in a room. */
  identitiesIn(roomName: string): string[];
  speak(roomName: string, source: Source, samples: Int16Array): void;
  interrupt(roomName: string, isConnected: boolean): void;
  /** Ends the connections of a room, as when it is deleted. */
  close(roomName: string): void;
  /** False makes each join fail. */
  isUp: boolean;
}

export function createFakeRoomAudio(): FakeRoomAudio {
  const joined = new Set<JoinOptions>();
  const inRoom = (roomName: string) => [...joined].filter((each) => each.roomName === roomName);
  const fake: FakeRoomAudio = {
    isUp: true,
    async join(options) {
      if (!fake.isUp) throw new Error("There is no such room");
      joined.add(options);
      return { leave: () => void joined.delete(options) };
    },
    identitiesIn: (roomName) => inRoom(roomName).map(({ identity }) => identity),
    speak(roomName, source, samples) {
      for (const { listener } of inRoom(roomName)) listener.onFrame(source, samples);
    },
    interrupt(roomName, isConnected) {
      for (const { listener } of inRoom(roomName)) listener.onConnected(isConnected);
    },
    close(roomName) {
      for (const options of inRoom(roomName)) {
        joined.delete(options);
        options.listener.onClosed();
      }
    },
  };
  return fake;
}
