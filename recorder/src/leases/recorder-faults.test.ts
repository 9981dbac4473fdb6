import { beforeEach, describe, expect, it } from "vitest";
import { createFakeWorld, type FakeWorld } from "../testing/fake-recorder.ts";
import type { Recorder } from "./recorder.ts";

describe("a recorder among others, and without its services", () => {
  let world: FakeWorld;
  let recorder: Recorder;
  beforeEach(() => {
    world = createFakeWorld();
    recorder = world.recorder("one");
    recorder.start();
  });

  describe("with others", () => {
    it("is replaced within five seconds when it is killed, and less than ten are missing", async () => {
      await world.talk();
      await world.pass(11_900);
      world.kill("one");
      world.recorder("two").start();
      await world.pass(5_000);
      expect([world.store.ownerOf("call"), world.rooms.identitiesIn("call").at(-1)]).toEqual([
        "two",
        "recorder:2.1",
      ]);
      await world.pass(5_000);
      world.end();
      await world.pass(1_000);
      expect(world.file()).toMatchObject({ state: "partial", objectName: "recording-2.ogg" });
      expect(world.file().metadata.durationSeconds).toBeCloseTo(21.75, 2);
      const [gap, ...others] = world.file().metadata.gaps;
      expect([gap?.reason, others]).toEqual(["lost", []]);
      expect(gap!.to - gap!.from).toBeLessThan(10);
      expect(gap!.to - gap!.from).toBeGreaterThan(4);
      const [left] = world.file().metadata.speakers;
      expect(left!.to).toBeCloseTo(gap!.from, 1);
    });

    it("gives its recordings back when it stops, and loses two seconds at most", async () => {
      await world.talk();
      await world.pass(5_500);
      const other = world.recorder("two");
      const stopping = recorder.stop();
      await world.pass(200);
      await stopping;
      other.start();
      await world.pass(5_000);
      world.end();
      await world.pass(1_000);
      expect(world.file().objectName).toBe("recording-2.ogg");
      expect(world.file().expectedSeconds - world.file().recordedLeft).toBeLessThan(2);
    });

    it("finishes what a killed one has recorded", async () => {
      await world.talk();
      await world.pass(9_000);
      world.end();
      world.kill("one");
      world.recorder("two").start();
      await world.pass(5_000);
      expect(world.file()).toMatchObject({ state: "partial", objectName: "recording-2.ogg" });
      expect(world.file().recordedLeft).toBeGreaterThan(5);
    });

    it("writes nothing once another has its recording", async () => {
      await world.talk();
      await world.pass(6_500);
      const stored = [...world.storage.objects.keys()];
      expect(stored.length).toBe(1);
      // As if the process had slept until its lease was over.
      world.store.change("call", { attempt: 2 });
      await world.pass(3_000);
      expect([recorder.size(), world.rooms.identitiesIn("call")]).toEqual([0, []]);
      expect([...world.storage.objects.keys()]).toEqual(stored);
    });

    it("leaves no object behind that no row names", async () => {
      await world.talk();
      await world.pass(5_000);
      world.storage.objects.set("acme/call/recording-0.ogg", Buffer.of(1));
      world.end();
      await world.pass(1_000);
      const names = ["acme/call/peaks-1", "acme/call/recording-1.ogg"];
      expect([...world.storage.objects.keys()].toSorted()).toEqual(names);
    });

    it("deletes its file if the recording was erased while it was made", async () => {
      const now = world.clock.now();
      const talked = { placedAt: now - 9_000, answeredAt: now - 8_000, activeFrom: now - 9_000 };
      world.store.beforeFinish = () => world.store.remove("call");
      world.place("call", talked);
      world.speakIn("call");
      await world.pass(5_000);
      world.end();
      await world.pass(1_000);
      const keys = [...world.storage.objects.keys()];
      expect(keys.filter((key) => !key.includes("/segments/"))).toEqual([]);
      expect([world.store.events, recorder.size()]).toEqual([[], 0]);
    });

    it("leaves a recording whose key it does not have to them", async () => {
      await world.talk();
      await world.pass(9_000);
      world.kill("one");
      const other = world.recorder("two", { key: 8 });
      other.start();
      await world.pass(6_000);
      expect([world.store.ownerOf("call"), other.size()]).toEqual([null, 0]);
      world.recorder("three").start();
      await world.pass(1_000);
      expect(world.store.ownerOf("call")).toBe("three");
    });

    it("takes no more calls after so many, and finishes those that it has", async () => {
      await recorder.stop();
      let worn = 0;
      const second = world.recorder("two", { maxRecordings: 2, onWorn: () => worn++ });
      second.start();
      world.place("other");
      await world.talk();
      world.place("third");
      await world.pass(4_000);
      expect([worn, second.size(), world.store.ownerOf("third")]).toEqual([1, 2, null]);
      expect(world.store.recorders.has("two")).toBe(false);
      let isDrained = false;
      void second.drain().then(() => (isDrained = true));
      world.end();
      await world.pass(1_000);
      expect([isDrained, world.file().state]).toEqual([false, "complete"]);
      world.store.remove("other");
      await world.pass(1_000);
      expect(isDrained).toBe(true);
    });
  });

  describe("without its services", () => {
    it("loses nothing while the database is away for some seconds", async () => {
      await world.talk();
      await world.pass(4_000);
      world.store.isDown = true;
      await world.pass(12_000);
      world.store.isDown = false;
      await world.pass(2_000);
      world.end();
      await world.pass(1_000);
      expect(world.file().state).toBe("complete");
      expect(world.file().expectedSeconds).toBeCloseTo(17.85, 2);
    });

    it("drops sound of which nobody knows for long whether it is from a pause", async () => {
      await world.talk();
      await world.pass(4_000);
      world.store.isDown = true;
      await world.pass(50_000);
      world.store.isDown = false;
      await world.pass(2_000);
      world.end();
      await world.pass(1_000);
      expect(world.file().state).toBe("partial");
      const [gap, ...others] = world.file().metadata.gaps;
      expect([gap?.reason, others]).toEqual(["database_away", []]);
      expect(gap!.from).toBeCloseTo(3.3, 0);
      expect(gap!.to).toBeCloseTo(24, 0);
    });

    it("stores everything once the storage is back, also after the end of the call", async () => {
      await world.talk();
      await world.pass(3_000);
      world.storage.failure = "unavailable";
      await world.pass(20_000);
      world.end();
      await world.pass(5_000);
      expect(world.store.outcomeOf("call")).toBeNull();
      world.storage.failure = undefined;
      await world.pass(12_000);
      expect(world.file().state).toBe("complete");
      expect(world.file().recordedLeft).toBeCloseTo(22.85, 2);
    });

    it("drops the oldest parts when too much waits for the storage", async () => {
      await recorder.stop();
      const small = world.recorder("two", { maxBytes: 2_500 });
      small.start();
      await world.talk();
      world.storage.failure = "full";
      await world.pass(30_000);
      world.storage.failure = undefined;
      await world.pass(12_000);
      world.end();
      await world.pass(1_000);
      expect(world.file().state).toBe("partial");
      expect(world.file().metadata.gaps.map(({ reason }) => reason)).toEqual(["lost"]);
      expect(world.file().recordedLeft).toBeGreaterThan(12);
    });

    it("gives up a file that can't be stored for a quarter of an hour, and says why", async () => {
      await world.talk();
      await world.pass(5_000);
      world.end();
      world.silence();
      world.storage.failure = "denied";
      await world.pass(14 * 60_000, 2_000);
      expect(world.store.outcomeOf("call")).toBeNull();
      await world.pass(2 * 60_000, 2_000);
      expect(world.store.outcomeOf("call")).toMatchObject({
        state: "failed",
        failure: "storage_denied",
      });
    });
  });
});
