import { describe, expect, it } from "vitest";
import { createFakeMediaServer } from "./fake-media-server.ts";
import { parseIdentity } from "./media-server.ts";
import { mediaServerCases } from "./testing/media-server-cases.ts";

describe("the fake media server", () => {
  mediaServerCases(
    () => createFakeMediaServer(Date.now),
    () => Object.assign(createFakeMediaServer(), { available: false }),
  );

  it("replaces a device that joins again", async () => {
    const media = createFakeMediaServer();
    await media.createRoom("room", "call");
    const sids = [media.join("room", "ada", "desk"), media.join("room", "ada", "desk")];
    expect(await media.participants("room")).toEqual([{ identity: "ada:desk", sid: sids[1] }]);
    media.leave("room", "ada", "desk");
    expect(await media.participants("room")).toEqual([]);
  });
});

describe("an identity", () => {
  it("is a person and a device", () => {
    expect(parseIdentity("ada:desk")).toEqual({ userId: "ada", deviceId: "desk" });
    expect([
      parseIdentity("ada"),
      parseIdentity(":desk"),
      parseIdentity("ada:"),
      parseIdentity("EG_recorder"),
    ]).toEqual([null, null, null, null]);
  });
});
