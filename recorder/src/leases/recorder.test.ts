import { beforeEach, describe, expect, it } from "vitest";
import type { FinishedFile } from "../recordings/recording-store.ts";
import { createFakeWorld, type FakeWorld } from "../testing/fake-recorder.ts";
import type { Recorder } from "./recorder.ts";

describe("a recorder", () => {
  let world: FakeWorld;
  let recorder: Recorder;
  beforeEach(() => {
    world = createFakeWorld();
    recorder = world.recorder("one");
    recorder.start();
  });

  const gapsOf = ({ metadata }: FinishedFile) =>
    metadata.gaps.map(({ from, to, reason }) => [Math.round(from), Math.round(to), reason]);

  it("is in the room while it rings, records from the answer on, and leaves at the end", async () => {
    world.place("call");
    await world.pass(1_000);
    expect(world.rooms.identitiesIn("call")).toEqual(["recorder:1.1"]);
    expect(world.store.recordingOf("call").state).toBe("pending");
    world.answer();
    world.speakIn("call");
    await world.pass(10_000);
    expect(world.store.recordingOf("call").state).toBe("recording");
    world.end();
    await world.pass(1_000);
    expect(world.rooms.identitiesIn("call")).toEqual([]);
    expect(world.file()).toMatchObject({ state: "complete", objectName: "recording-1.ogg" });
    expect(world.file().expectedSeconds).toBeCloseTo(9.85, 2);
    expect(world.file().recordedLeft).toBeCloseTo(9.85, 2);
    expect(
      world.file().metadata.speakers.map(({ supabaseUserId, side }) => [supabaseUserId, side]),
    ).toEqual([
      ["carl", "left"],
      ["ada", "right"],
    ]);
    expect([...world.storage.objects.keys()].toSorted()).toEqual([
      "acme/call/peaks-1",
      "acme/call/recording-1.ogg",
    ]);
    expect([world.store.events, recorder.size()]).toEqual([["call"], 0]);
  });

  it("records nothing without an answer, and leaves a call that ends so to the server", async () => {
    world.place("call");
    world.speakIn("call");
    await world.pass(12_000);
    world.end();
    await world.pass(1_000);
    expect([...world.storage.objects.keys()]).toEqual([]);
    expect([world.store.outcomeOf("call"), world.store.ownerOf("call"), recorder.size()]).toEqual([
      null,
      null,
      0,
    ]);
  });

  it("records from the consent on, if it is given after the answer", async () => {
    world.place("call", { activeFrom: null });
    world.answer();
    world.speakIn("call");
    await world.pass(3_000);
    const activeFrom = world.clock.now();
    world.store.change("call", { activeFrom });
    await world.pass(5_000);
    world.end();
    await world.pass(1_000);
    expect(world.file().startedAt).toBe(activeFrom + 150);
    expect(world.file().expectedSeconds).toBeCloseTo(4.85, 2);
  });

  it("drops everything when the recording is refused or gone", async () => {
    await world.talk();
    await world.pass(3_000);
    world.store.remove("call");
    await world.pass(1_000);
    expect([world.rooms.identitiesIn("call"), recorder.size()]).toEqual([[], 0]);
    expect([...world.storage.objects.keys()]).toEqual([]);
  });

  it("goes on at once when a customer who refused agrees after all", async () => {
    await world.talk();
    await world.pass(1_000);
    world.store.refuse("call");
    await world.pass(1_000);
    expect(world.rooms.identitiesIn("call")).toEqual([]);
    world.store.refuse("call", false);
    await world.pass(1_000);
    expect(world.rooms.identitiesIn("call")).toEqual(["recorder:2.1"]);
  });

  it("is silent in pauses and holds, which are not missing", async () => {
    await world.talk();
    await world.pass(2_000);
    const from = world.clock.now();
    world.store.change("call", { pauses: [{ id: "p", from, to: null }] });
    await world.pass(2_000);
    world.store.change("call", { pauses: [{ id: "p", from, to: from + 2_000 }] });
    await world.pass(2_000);
    const [carl, ada] = world.store.recordingOf("call").parties;
    const holdSince = world.clock.now();
    world.store.change("call", { parties: [carl!, { ...ada!, holdSince }] });
    await world.pass(3_000);
    world.store.change("call", { parties: [carl!, ada!] });
    await world.pass(2_000);
    world.end();
    await world.pass(1_000);
    const { pauses, holds, durationSeconds } = world.file().metadata;
    expect(pauses).toEqual([{ from: expect.closeTo(1.85, 2), to: expect.closeTo(4.25, 2) }]);
    expect(holds[0]!.from).toBeCloseTo(5.85, 2);
    expect(holds[0]!.to).toBeGreaterThan(9.2);
    expect(holds[0]!.to).toBeLessThan(9.9);
    expect(durationSeconds).toBeCloseTo(10.85, 2);
    expect(world.file().state).toBe("complete");
    const spoken = world.file().metadata.speakers.filter(({ side }) => side === "left");
    expect(spoken.map(({ from, to }) => [from, to])).toEqual([
      [expect.closeTo(0, 1), expect.closeTo(1.85, 1)],
      [expect.closeTo(4.25, 1), expect.closeTo(5.85, 1)],
      [expect.closeTo(holds[0]!.to, 1), expect.closeTo(10.85, 1)],
    ]);
  });

  it("records what is said on hold, if the terms say so", async () => {
    await world.talk();
    const [carl, ada] = world.store.recordingOf("call").parties;
    const holdSince = world.clock.now();
    world.store.change("call", {
      recordOnHold: true,
      parties: [carl!, { ...ada!, holdSince }],
    });
    await world.pass(5_000);
    world.end();
    await world.pass(1_000);
    expect(world.file().metadata).toMatchObject({ holds: [], speakers: [{}, {}] });
  });

  it("stays in the call when the room is made anew, and marks the gap", async () => {
    await world.talk();
    await world.pass(3_000);
    world.rooms.isUp = false;
    world.rooms.close("call");
    await world.pass(2_000);
    world.rooms.isUp = true;
    await world.pass(3_000);
    world.end();
    await world.pass(1_000);
    expect(world.file().state).toBe("partial");
    expect(gapsOf(world.file())).toEqual([[3, 5, "not_connected"]]);
    expect(world.file().metadata.durationSeconds).toBeCloseTo(7.85, 2);
  });

  it("joins anew when an interruption lasts, and waits for a short one", async () => {
    await world.talk();
    await world.pass(1_000);
    world.rooms.interrupt("call", false);
    await world.pass(1_000);
    world.rooms.interrupt("call", true);
    await world.pass(5_000);
    expect(world.rooms.identitiesIn("call")).toEqual(["recorder:1.1"]);
    world.rooms.interrupt("call", false);
    await world.pass(4_000);
    expect(world.rooms.identitiesIn("call")).toEqual(["recorder:1.2"]);
  });

  it("announces how many calls it could take, until it stops", async () => {
    await world.pass(500);
    expect(world.store.recorders.get("one")).toBe(10);
    await world.talk();
    await world.pass(3_500);
    expect(world.store.recorders.get("one")).toBe(9);
    await recorder.stop();
    expect(world.store.recorders.has("one")).toBe(false);
  });

  it("says that nothing was recorded, if no recorder was there", async () => {
    const now = world.clock.now();
    const call = { placedAt: now - 60_000, answeredAt: now - 50_000, endedAt: now - 10_000 };
    world.place("call", { ...call, activeFrom: now - 60_000 });
    await world.pass(1_000);
    expect(world.store.outcomeOf("call")).toMatchObject({
      state: "failed",
      failure: "no_recorder",
    });
    expect(world.store.events).toEqual([]);
  });
});
