import { createFakeVoiceServer } from "@synapse-voice/client/testing";
import { createPollFeed, systemClock } from "@synapse-voice/client";
import { openCallSession } from "../call-session.ts";
import { openFileStorage } from "../file-storage.ts";

// Hangs up a call while the server can't be reached, and is killed. Run as
// `node hang-up-and-die.ts FILE`.
const server = createFakeVoiceServer(systemClock);
server.put({
  id: "call-1",
  status: "IN_PROGRESS",
  offer: { id: "offer-1", outcome: "accepted" },
  mediaDeviceId: "desktop-1",
});
const { client } = openCallSession({
  apiUrl: "http://api.test",
  account: { userId: "ada", email: "ada@acme.test" },
  deviceId: "desktop-1",
  getToken: async () => "token",
  feed: createPollFeed(),
  storage: openFileStorage(process.argv[2] ?? "", console.error),
  fetch: server.fetch,
});
client.subscribe(() => {
  if (client.getState().calls[0]?.phase !== "on-call") return;
  server.setDown(true);
  void client.hangUp("call-1");
  process.kill(process.pid, "SIGKILL");
});
