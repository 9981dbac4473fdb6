import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import {
  type FakeClock,
  type FakeMediaServer,
  createFakeClock,
  createFakeMediaServer,
} from "@synapse-voice/platform/testing";
import { MediaUnavailable } from "@synapse-voice/platform/media-server";
import type { Call } from "../domain/call.ts";
import type { Command } from "../domain/inputs.ts";
import { createCallChanges } from "../service/call-change.ts";
import { createCallsService } from "../service/execute.ts";
import { createFakeCalls, type FakeCalls } from "../store/fake/fake-call-store.ts";
import { createFakeRoomStore } from "../store/fake/fake-room-store.ts";
import { createMediaCheck, type Repair } from "./media-check.ts";
import { createReconcileRooms } from "./reconcile-rooms.ts";
import { accept, after, noon, offerOf, party, placed } from "../domain/testing/example-calls.ts";

const log = pino({ level: "silent" });
const hangUp: Command = { type: "hang_up", by: { userId: "carl", deviceId: "tab" } };

describe("calls and rooms, held against each other", () => {
  let clock: FakeClock;
  let media: FakeMediaServer;
  let fake: FakeCalls;
  let repairs: Repair[];
  let reconcile: () => Promise<void>;

  beforeEach(() => {
    clock = createFakeClock(noon);
    media = createFakeMediaServer(clock.now);
    fake = createFakeCalls();
    repairs = [];
    const repaired = (repair: Repair) => void repairs.push(repair);
    const calls = createCallsService({
      transactions: fake.transactions,
      clock,
      log,
      changes: createCallChanges(),
    });
    const mediaCheck = createMediaCheck({ media, reads: fake.reads, calls, clock, repaired });
    reconcile = createReconcileRooms({
      media,
      store: createFakeRoomStore(() => fake.state().calls.values()),
      mediaCheck,
      clock,
      log,
      repaired,
    });
  });

  /** A call with its room, from Carl to Ada, after some commands. */
  const callWithRoom = async (...commands: Command[]): Promise<Call> => {
    const call = after(placed(party("carl"), party("ada")), offerOf(party("ada")), ...commands);
    await media.createRoom(call.roomName, call.id);
    await fake.transactions.inTransaction("acme", ({ calls }) => calls.insert(call, [], noon));
    return call;
  };
  const read = async ({ id }: Call) => (await fake.reads("acme").find(id))!;
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round += 1) {
      clock.advance(10_000);
      await reconcile();
    }
  };

  it("that agree are left alone", async () => {
    const call = await callWithRoom(accept("ada"));
    await rounds(20);
    expect([media.rooms.has(call.roomName), await read(call), repairs]).toEqual([true, call, []]);
  });

  it("make the room of a connected call anew that was lost, and give both parties a fresh grace", async () => {
    const call = await callWithRoom(accept("ada"));
    media.forget();
    await rounds(1);
    expect(media.rooms.get(call.roomName)).toEqual([]);
    expect(await media.ownRooms()).toMatchObject([{ name: call.roomName, callId: call.id }]);
    const awaited = { rejoinDeadline: clock.now() + 20_000 };
    expect(await read(call)).toMatchObject({
      status: "IN_PROGRESS",
      version: call.version + 1,
      legs: [{ media: awaited }, { media: awaited }],
    });
    expect(repairs).toEqual(["room_restored"]);
  });

  it("make the room of a call anew that still rings, so that it can be answered", async () => {
    const call = await callWithRoom();
    media.forget();
    await rounds(1);
    expect([media.rooms.has(call.roomName), await read(call)]).toEqual([true, call]);
  });

  it("leave no room behind where the call ends while its room is made", async () => {
    const call = await callWithRoom(accept("ada"));
    media.forget();
    const { createRoom } = media;
    media.createRoom = async (name, callId) => {
      await createRoom(name, callId);
      await fake.transactions.inTransaction("acme", ({ calls }) =>
        calls.save(call, after(call, hangUp), [], noon),
      );
    };
    await rounds(1);
    expect([media.rooms.has(call.roomName), (await read(call)).status]).toEqual([
      false,
      "COMPLETED",
    ]);
  });

  it("remove the room of a call that is over, however it came to be there", async () => {
    const call = await callWithRoom(accept("ada"), hangUp);
    await rounds(1);
    expect([media.rooms.has(call.roomName), repairs]).toEqual([false, ["room_removed"]]);
  });

  it("remove a room of ours that no call knows, once it is a minute old and was seen so before", async () => {
    await media.createRoom("call-nobody", "unknown");
    await rounds(5);
    expect(media.rooms.has("call-nobody")).toBe(true);
    await rounds(1);
    expect([media.rooms.has("call-nobody"), repairs]).toEqual([false, ["room_removed"]]);
  });

  it("spare a room whose call is just being started, though the media server's clock be wrong", async () => {
    media = Object.assign(media, {
      ownRooms: async () => [{ name: "call-new", callId: "new", createdAt: 0 }],
    });
    await media.createRoom("call-new", "new");
    await rounds(1);
    expect(media.rooms.has("call-new")).toBe(true);
  });

  it("take no echo test for a call, and remove its room once its time is over", async () => {
    const call = await callWithRoom(accept("ada"));
    await media.createEchoRoom("echo-running", clock.now() + 60_000);
    await rounds(6);
    expect([media.rooms.has("echo-running"), repairs]).toEqual([true, []]);
    await rounds(1);
    expect([media.rooms.has("echo-running"), repairs]).toEqual([false, ["room_removed"]]);
    expect([media.rooms.has(call.roomName), await read(call)]).toEqual([true, call]);
  });

  it("go on to other rooms where one can't be reached", async () => {
    const call = await callWithRoom(accept("ada"));
    media.forget();
    for (const name of ["lost", "old"]) await media.createRoom(name, name);
    const { deleteRoom } = media;
    media.deleteRoom = async (name) => {
      if (name === "lost") throw new MediaUnavailable("timed out");
      await deleteRoom(name);
    };
    await rounds(7);
    expect([...media.rooms.keys()].toSorted()).toEqual([call.roomName, "lost"].toSorted());
  });

  it("change nothing while the media server does not answer", async () => {
    const call = await callWithRoom(accept("ada"));
    media.available = false;
    clock.advance(10_000);
    await expect(reconcile()).rejects.toThrow(MediaUnavailable);
    expect(await read(call)).toEqual(call);
  });
});
