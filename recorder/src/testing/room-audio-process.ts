import { createLivekitRoomAudio } from "../rooms/livekit-room-audio.ts";
import type { JoinedRoom } from "../rooms/room-audio.ts";

// Joins the rooms of its arguments, and writes a line for what happens. The library's threads are
// not for a test runner.

const [url = "", apiKey = "", apiSecret = "", ...roomNames] = process.argv.slice(2);
const roomAudio = createLivekitRoomAudio({ url, apiKey, apiSecret });
const write = (line: string): void => void process.stdout.write(`${line}\n`);

for (const roomName of roomNames) {
  const closed = new Promise<void>((resolve, reject) => {
    const listener = {
      onFrame: () => undefined,
      onConnected: () => undefined,
      onClosed: () => resolve(),
    };
    roomAudio.join({ roomName, identity: "recorder:1.1", listener }).then(
      (room: JoinedRoom) => {
        write(`joined ${roomName}`);
        if (roomName.startsWith("left")) {
          room.leave();
          resolve();
        }
      },
      (error: unknown) => reject(error as Error),
    );
  });
  await closed.then(
    () => write(`closed ${roomName}`),
    () => write(`refused ${roomName}`),
  );
}
write(`listeners ${globalThis._ffiClientInstance?.listenerCount("ffi_event") ?? 0}`);
process.exit(0);
