import { prepareTestLivekit, type TestLivekit } from "@synapse-voice/local/testing/livekit";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { RoomServiceClient } from "livekit-server-sdk";
import { afterAll, beforeAll, expect, it } from "vitest";

const script = fileURLToPath(new URL("../testing/room-audio-process.ts", import.meta.url));
let livekit: TestLivekit;
let rooms: RoomServiceClient;
beforeAll(async () => {
  livekit = await prepareTestLivekit();
  await livekit.start();
  const { apiKey, apiSecret } = livekit.settings;
  rooms = new RoomServiceClient(livekit.apiUrl, apiKey, apiSecret);
});
afterAll(() => livekit?.close());

it("joins rooms unseen, and keeps nothing of those that it left or the server deleted", async () => {
  const { apiKey, apiSecret } = livekit.settings;
  const names = ["unknown", "deleted-1", "left-1", "deleted-2"];
  for (const name of names.slice(1)) await rooms.createRoom({ name });
  const url = livekit.apiUrl.replace(/^http/u, "ws");
  const child = spawn(process.execPath, [script, url, apiKey, apiSecret, ...names], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith("{")) continue;
    lines.push(line);
    const [event, name = ""] = line.split(" ");
    if (event !== "joined" || !name.startsWith("deleted")) continue;
    const [recorder] = await rooms.listParticipants(name);
    expect(recorder).toMatchObject({
      identity: "recorder:1.1",
      permission: { hidden: true, recorder: true, canPublish: false, canPublishData: false },
    });
    await rooms.deleteRoom(name);
  }
  expect(lines).toEqual([
    "refused unknown",
    ...names.slice(1).flatMap((name) => [`joined ${name}`, `closed ${name}`]),
    "listeners 0",
  ]);
});
