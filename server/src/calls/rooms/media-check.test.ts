import { beforeEach, describe, expect, it } from "vitest";
import { pino } from "pino";
import {
  type FakeMediaServer,
  createFakeClock,
  createFakeMediaServer,
} from "@synapse-voice/platform/testing";
import type { Actor } from "../domain/inputs.ts";
import type { Call } from "../domain/call.ts";
import { createCallChanges } from "../service/call-change.ts";
import { createCallsService, type CallsService } from "../service/execute.ts";
import { createFakeCalls } from "../store/fake/fake-call-store.ts";
import { createMediaCheck, type MediaCheck } from "./media-check.ts";
import { accept, after, noon, offerOf, party, placed } from "../domain/testing/example-calls.ts";

const ada = party("ada");
const laptop: Actor = { userId: "ada", deviceId: "laptop" };

describe("a check of the room of a call", () => {
  let media: FakeMediaServer;
  let calls: CallsService;
  let mediaCheck: MediaCheck;
  let call: Call;
  let find: () => Promise<Call | null>;
  const clock = createFakeClock(noon);
  let whenListed: () => Promise<unknown>;
  const address = () => ({ tenantId: call.tenantId, callId: call.id });
  const goOn = (by: Actor) => calls.execute(address(), { type: "continue", by });
  const inRoom = async () =>
    (await media.participants(call.roomName))?.map(({ identity }) => identity);

  beforeEach(async () => {
    const fake = createFakeCalls();
    media = createFakeMediaServer();
    calls = createCallsService({
      transactions: fake.transactions,
      clock,
      log: pino({ level: "silent" }),
      changes: createCallChanges(),
    });
    whenListed = async () => undefined;
    const participants = async (roomName: string) => {
      const listed = await media.participants(roomName);
      await whenListed();
      return listed;
    };
    mediaCheck = createMediaCheck({
      media: { ...media, participants },
      reads: fake.reads,
      calls,
      clock,
    });
    find = () => fake.reads("acme").find(call.id);
    call = after(placed(party("carl"), ada), offerOf(ada), accept("ada"));
    await media.createRoom(call.roomName, call.id);
    await fake.transactions.inTransaction("acme", ({ calls: store }) =>
      store.insert(call, [], noon),
    );
    for (const [person, device] of [
      ["carl", "tab"],
      ["ada", "desk"],
    ] as const)
      media.join(call.roomName, person, device);
  });

  it("takes the former device out, and nobody else", async () => {
    await mediaCheck(address());
    expect(await inRoom()).toEqual(["carl:tab", "ada:desk"]);
    await goOn(laptop);
    media.join(call.roomName, "ada", "laptop");
    media.join(call.roomName, "EG_recorder", "1");
    await mediaCheck(address());
    expect(await inRoom()).toEqual(["carl:tab", "ada:laptop", "EG_recorder:1"]);
  });

  it("takes a device out that sends more than its microphone, and lets it come back", async () => {
    media.join(call.roomName, "EG_recorder", "1");
    media.sendMore(call.roomName, "carl", "tab");
    await mediaCheck(address());
    expect(await inRoom()).toEqual(["ada:desk", "EG_recorder:1"]);
    expect(await find()).toMatchObject({ status: "IN_PROGRESS" });
    media.join(call.roomName, "carl", "tab");
    await mediaCheck(address());
    expect(await inRoom()).toEqual(["ada:desk", "EG_recorder:1", "carl:tab"]);
  });

  it("spares a device that the call moved to while it looked", async () => {
    media.join(call.roomName, "ada", "laptop");
    whenListed = () => goOn(laptop);
    await mediaCheck(address());
    expect(await inRoom()).toEqual(["carl:tab", "ada:laptop"]);
  });

  it("gives a party that left during an outage of the media server 20 seconds, not 5 minutes", async () => {
    await calls.execute(address(), { type: "media_unseen" });
    media.leave(call.roomName, "ada", "desk");
    await mediaCheck(address());
    const deadlines = (await find())?.legs.map(({ media: { rejoinDeadline } }) => rejoinDeadline);
    expect(deadlines).toEqual([null, noon + 20_000]);
  });
});
